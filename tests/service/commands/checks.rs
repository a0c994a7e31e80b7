//! `app check_db_connection` and `app check_migration`.

use crate::support::{Backend, Database, Program, execute_on, pending_migrations};

on_both_databases!(
    check_db_connection_passes_if_the_database_is_reachable,
    check_migration_passes_on_a_migrated_database,
    check_migration_fails_on_an_unmigrated_database,
    schema_drift_is_reported,
    an_additional_column_is_noted,
    a_missing_index_is_noted_after_a_newer_migration,
    each_command_has_an_alias_with_dashes,
);

async fn check_db_connection_passes_if_the_database_is_reachable(backend: Backend) {
    let database = Database::migrated(backend).await;
    let output = Program::new(&["check_db_connection"]).database(database.url()).succeeds();
    assert_eq!(output, "the database can be reached\n");
}

async fn check_migration_passes_on_a_migrated_database(backend: Backend) {
    let database = Database::migrated(backend).await;
    let output = Program::new(&["check_migration"]).database(database.url()).succeeds();
    assert_eq!(output, "all migrations are applied\n");
}

async fn check_migration_fails_on_an_unmigrated_database(backend: Backend) {
    let database = Database::unmigrated(backend);
    if let Backend::Sqlite = backend {
        // A check does not create the file.
        let file = database.url().strip_prefix("sqlite://").unwrap();
        for command in ["check_db_connection", "check_migration"] {
            let line = Program::new(&[command]).database(database.url()).fails();
            assert_eq!(line, format!("no such file: {file}: create it with `migrate`"));
        }
        std::fs::write(file, "").unwrap();
    }
    let line = Program::new(&["check_migration"]).database(database.url()).fails();
    assert_eq!(line, format!("the database is not ready: {}", pending_migrations()));
}

async fn schema_drift_is_reported(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let check = || Program::new(&["check_migration"]).database(database.url()).fails();
    execute_on(&database, "DROP INDEX dropspec_imports_target_sha256_idx").await;
    assert_eq!(
        check(),
        "the database does not match the document: dropspec_imports lacks the index \
         dropspec_imports_target_sha256_idx on (target, sha256): generate a migration with `make_migration`"
    );
    // A missing index is only slow; a missing column is fatal.
    Program::new(&["serve"]).database(database.url()).serves();
    execute_on(&database, "ALTER TABLE people RENAME COLUMN age TO years").await;
    for command in ["check_migration", "serve", "import_data"] {
        let arguments = if command == "import_data" { vec![command, "/dev/null"] } else { vec![command] };
        let line = Program::new(&arguments).database(database.url()).fails();
        let stderr = "the database does not match the document: missing column people.age; ";
        assert!(line.starts_with(stderr), "{command}: {line}");
    }
}

async fn an_additional_column_is_noted(backend: Backend) {
    let database = Database::exclusive(backend).await;
    execute_on(&database, "ALTER TABLE people ADD COLUMN berth text").await;
    let output = Program::new(&["check_migration"]).database(database.url()).succeeds();
    assert_eq!(output, "all migrations are applied\nnote: unknown column people.berth\n");
}

async fn a_missing_index_is_noted_after_a_newer_migration(backend: Backend) {
    let database = Database::exclusive(backend).await;
    execute_on(&database, "DROP INDEX dropspec_imports_target_sha256_idx").await;
    execute_on(&database, "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')").await;
    let output = Program::new(&["check_migration"]).database(database.url()).succeeds();
    let note = "note: dropspec_imports lacks the index dropspec_imports_target_sha256_idx on (target, sha256)";
    assert!(output.starts_with(&format!("all migrations are applied\n{note}")), "{output}");
}

async fn each_command_has_an_alias_with_dashes(backend: Backend) {
    let database = Database::migrated(backend).await;
    for arguments in [
        &["check-db-connection"][..],
        &["check-migration"],
        &["import-data", "/dev/null"],
        &["sample-data", "--rows", "1"],
    ] {
        let output = Program::new(arguments).database(database.url()).output();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(!stderr.contains("unrecognized"), "{stderr}");
        // An empty file is rejected, but the command is known.
        assert_eq!(output.status.success(), arguments[0] != "import-data", "{stderr}");
    }
}
