//! `app export_data`.

use super::{HEADER, OWEN};
use crate::support::{Backend, Database, Program, TestApp};

on_both_databases!(
    an_export_can_be_imported_into_an_empty_database,
    an_export_can_be_imported_into_the_other_kind_of_database,
    the_file_extension_selects_the_compression,
    a_failed_export_leaves_no_file,
);

fn program(database: &Database, arguments: &[&str]) -> Program {
    Program::new(arguments).database(database.url())
}

/// Returns the people as listed by the service.
async fn people(database: &Database) -> String {
    TestApp::with_database(database).get("/people?limit=10000").await.json(200).to_string()
}

/// Exports all people from one database and imports them into another.
async fn assert_export_and_import(from: &Database, to: &Database) {
    program(from, &["import_data", "--if-empty"]).succeeds();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("people.csv").display().to_string();
    let csv = program(from, &["export_data"]).succeeds();
    assert!(csv.starts_with(&format!("uuid,{HEADER}\n")), "{csv}");
    std::fs::write(&path, &csv).unwrap();
    program(to, &["import_data", "-"]).input(&path).succeeds();
    assert_eq!(people(to).await, people(from).await);
    assert_eq!(program(to, &["export_data", "-"]).succeeds(), csv);
}

async fn an_export_can_be_imported_into_an_empty_database(backend: Backend) {
    assert_export_and_import(&Database::migrated(backend).await, &Database::exclusive(backend).await).await;
}

async fn an_export_can_be_imported_into_the_other_kind_of_database(backend: Backend) {
    let other = match backend {
        Backend::Sqlite => Backend::Postgres,
        Backend::Postgres => Backend::Sqlite,
    };
    assert_export_and_import(&Database::migrated(backend).await, &Database::migrated(other).await).await;
}

async fn the_file_extension_selects_the_compression(backend: Backend) {
    let database = Database::migrated(backend).await;
    program(&database, &["import_data", "--if-empty"]).succeeds();
    let csv = program(&database, &["export_data"]).succeeds();
    let folder = tempfile::tempdir().unwrap();
    for name in ["people.csv", "people.csv.gz", "people.csv.zst"] {
        let path = folder.path().join(name);
        let message = program(&database, &["export_data", &path.display().to_string()]).succeeds();
        assert!(message.starts_with("exported 887 people to "), "{message}");
        let bytes = std::fs::read(&path).unwrap();
        let mut found = String::new();
        match name.rsplit('.').next().unwrap() {
            "gz" => std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&bytes[..]), &mut found).unwrap(),
            "zst" => std::io::Read::read_to_string(&mut zstd::Decoder::new(&bytes[..]).unwrap(), &mut found).unwrap(),
            _ => std::io::Read::read_to_string(&mut &bytes[..], &mut found).unwrap(),
        };
        assert_eq!(found, csv, "{name}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3, "no temporary files are left");
}

async fn a_failed_export_leaves_no_file(backend: Backend) {
    let database = Database::migrated(backend).await;
    super::import(&database, format!("{HEADER}\n{OWEN}\n")).await.unwrap();
    let error = program(&database, &["export_data", "/no/such/people.csv"]).fails();
    assert_eq!(error, "cannot write: No such file or directory (os error 2)");
}
