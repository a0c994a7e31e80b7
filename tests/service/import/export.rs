//! `app export_data`.

use super::{HEADER, OWEN};
use crate::support::{Backend, Database, Program, TestApp};

on_both_databases!(
    a_list_moves_into_an_empty_database,
    a_list_moves_to_the_other_kind_of_database,
    a_list_is_compressed_as_its_name_says,
    a_list_that_cannot_be_written_is_not_there,
);

fn program(database: &Database, arguments: &[&str]) -> Program {
    Program::new(arguments).database(database.url())
}

/// The list as the service answers it.
async fn people(database: &Database) -> String {
    TestApp::beside(database).get("/people?limit=10000").await.json(200).to_string()
}

/// Moves all people by way of a list.
async fn moves(from: &Database, to: &Database) {
    program(from, &["import_data", "--if-empty"]).succeeds();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("people.csv").display().to_string();
    let list = program(from, &["export_data"]).succeeds();
    assert!(list.starts_with(&format!("uuid,{HEADER}\n")), "{list}");
    std::fs::write(&path, &list).unwrap();
    program(to, &["import_data", "-"]).input(&path).succeeds();
    assert_eq!(people(to).await, people(from).await);
    assert_eq!(program(to, &["export_data", "-"]).succeeds(), list);
}

async fn a_list_moves_into_an_empty_database(backend: Backend) {
    moves(&Database::migrated(backend).await, &Database::exclusive(backend).await).await;
}

async fn a_list_moves_to_the_other_kind_of_database(backend: Backend) {
    let other = match backend {
        Backend::Sqlite => Backend::Postgres,
        Backend::Postgres => Backend::Sqlite,
    };
    moves(&Database::migrated(backend).await, &Database::migrated(other).await).await;
}

async fn a_list_is_compressed_as_its_name_says(backend: Backend) {
    let database = Database::migrated(backend).await;
    program(&database, &["import_data", "--if-empty"]).succeeds();
    let list = program(&database, &["export_data"]).succeeds();
    let folder = tempfile::tempdir().unwrap();
    for name in ["people.csv", "people.csv.gz", "people.csv.zst"] {
        let path = folder.path().join(name);
        let words = program(&database, &["export_data", &path.display().to_string()]).succeeds();
        assert!(words.starts_with("exported 887 people to "), "{words}");
        let bytes = std::fs::read(&path).unwrap();
        let mut found = String::new();
        match name.rsplit('.').next().unwrap() {
            "gz" => std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&bytes[..]), &mut found).unwrap(),
            "zst" => std::io::Read::read_to_string(&mut zstd::Decoder::new(&bytes[..]).unwrap(), &mut found).unwrap(),
            _ => std::io::Read::read_to_string(&mut &bytes[..], &mut found).unwrap(),
        };
        assert_eq!(found, list, "{name}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3, "nothing is left beside them");
}

async fn a_list_that_cannot_be_written_is_not_there(backend: Backend) {
    let database = Database::migrated(backend).await;
    super::import(&database, format!("{HEADER}\n{OWEN}\n")).await.unwrap();
    let complaint = program(&database, &["export_data", "/no/such/people.csv"]).fails();
    assert_eq!(complaint, "cannot write: No such file or directory (os error 2)");
}
