//! `app check_db_connection` and `app check_migration`.

use crate::support::{Backend, Database, Program, execute_on, nothing_applied};

on_both_databases!(
    a_database_that_answers_passes,
    a_migrated_database_passes,
    an_unmigrated_database_does_not,
    a_database_that_does_not_fit_the_document_does_not,
    what_is_more_than_asked_for_is_noted,
    what_a_newer_release_has_changed_is_noted,
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
            assert_eq!(line, format!("no such file: {file}: create it with `migrate`"));
        }
        std::fs::write(file, "").unwrap();
    }
    let line = Program::new(&["check_migration"]).database(database.url()).fails();
    assert_eq!(line, format!("the database is not ready: {}", nothing_applied()));
}

async fn a_database_that_does_not_fit_the_document_does_not(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let check = || Program::new(&["check_migration"]).database(database.url()).fails();
    execute_on(&database, "DROP INDEX dropspec_imports_target_sha256_idx").await;
    assert_eq!(
        check(),
        "the database does not fit the document: dropspec_imports has no index of (target, sha256): \
         dropspec_imports_target_sha256_idx is missing: generate a migration with `make_migration`"
    );
    // With less speed the service can do, without a column it cannot.
    Program::new(&["serve"]).database(database.url()).serves();
    execute_on(&database, "ALTER TABLE people RENAME COLUMN age TO years").await;
    for command in ["check_migration", "serve", "import_data"] {
        let arguments = if command == "import_data" { vec![command, "/dev/null"] } else { vec![command] };
        let line = Program::new(&arguments).database(database.url()).fails();
        let complaint = "the database does not fit the document: the column people.age is missing; ";
        assert!(line.starts_with(complaint), "{command}: {line}");
    }
}

async fn what_is_more_than_asked_for_is_noted(backend: Backend) {
    let database = Database::exclusive(backend).await;
    execute_on(&database, "ALTER TABLE people ADD COLUMN berth text").await;
    let output = Program::new(&["check_migration"]).database(database.url()).succeeds();
    assert_eq!(output, "all migrations are applied\nnote: the document does not know the column people.berth\n");
}

async fn what_a_newer_release_has_changed_is_noted(backend: Backend) {
    let database = Database::exclusive(backend).await;
    execute_on(&database, "DROP INDEX dropspec_imports_target_sha256_idx").await;
    execute_on(&database, "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')").await;
    let output = Program::new(&["check_migration"]).database(database.url()).succeeds();
    let note = "note: dropspec_imports has no index of (target, sha256): ";
    assert!(output.starts_with(&format!("all migrations are applied\n{note}")), "{output}");
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
