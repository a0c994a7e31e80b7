//! `app check_db_connection` and `app check_migration`.

use crate::support::{Backend, Database, Program};

on_both_databases!(
    a_database_that_answers_passes,
    a_migrated_database_passes,
    an_unmigrated_database_does_not,
    each_command_has_a_name_with_dashes,
);

async fn a_database_that_answers_passes(backend: Backend) {
    let database = Database::migrated(backend).await;
    let output = Program::new(&["check_db_connection"]).database(database.url()).succeeds();
    assert_eq!(output, "the database can be reached\n");
}

async fn a_migrated_database_passes(backend: Backend) {
    let database = Database::migrated(backend).await;
    let output = Program::new(&["check_migration"]).database(database.url()).succeeds();
    assert_eq!(output, "all migrations are applied\n");
}

async fn an_unmigrated_database_does_not(backend: Backend) {
    let database = Database::unmigrated(backend);
    if let Backend::Sqlite = backend {
        // A check makes no file, so there is none until something else has made it.
        let file = database.url().strip_prefix("sqlite://").unwrap();
        for command in ["check_db_connection", "check_migration"] {
            let line = Program::new(&[command]).database(database.url()).fails();
            assert_eq!(line, format!("there is no file {file}: run `migrate`"));
        }
        std::fs::write(file, "").unwrap();
    }
    let line = Program::new(&["check_migration"]).database(database.url()).fails();
    assert_eq!(line, "the database is not ready: 1 migration(s) are not applied (20261120000000): run `migrate`");
}

async fn each_command_has_a_name_with_dashes(backend: Backend) {
    let database = Database::migrated(backend).await;
    for arguments in [
        &["check-db-connection"][..],
        &["check-migration"],
        &["import-data", "/dev/null"],
        &["sample-data", "--rows", "1"],
    ] {
        let output = Program::new(arguments).database(database.url()).output();
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert!(!complaint.contains("unrecognized"), "{complaint}");
        // An empty file is no list; the command is one all the same.
        assert_eq!(output.status.success(), arguments[0] != "import-data", "{complaint}");
    }
}
