//! Migrations are reversible and match the document.

use diesel::backend::Backend as Engine;
use diesel::migration::{Migration, MigrationSource};
use diesel::pg::Pg;
use diesel::sqlite::Sqlite;
use diesel_async::{AsyncConnection, AsyncMigrationHarness, AsyncPgConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use dropspec_app::storage::StoredApp as _;
use people::service::People;

use crate::support::{Backend, Database, Program, TestApp, execute_on, person, sqlite_connection, versions};

on_both_databases!(
    migrations_can_be_reverted_and_reapplied,
    migrations_keep_existing_rows,
    records_of_idempotency_keys_are_linked_to_their_rows,
    schema_drift_makes_the_service_not_ready,
);

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

async fn migrations_can_be_reverted_and_reapplied(backend: Backend) {
    let database = Database::unmigrated(backend);
    match backend {
        Backend::Sqlite => {
            let file = database.url().strip_prefix("sqlite://").unwrap();
            apply_revert_and_reapply(&database, &mut sqlite_connection(file), || SQLITE).await;
        }
        Backend::Postgres => {
            let connection = AsyncPgConnection::establish(database.url()).await.unwrap();
            apply_revert_and_reapply(&database, &mut AsyncMigrationHarness::new(connection), || POSTGRES).await;
        }
    }
    // The service runs on the result.
    TestApp::on(database).create(&person()).await;
}

async fn migrations_keep_existing_rows(backend: Backend) {
    let database = Database::migrated(backend).await;
    let app = TestApp::with_database(&database);
    let path = app.create(&person()).await;
    let before = app.get(&path).await.json(200);
    let all_but_one = versions().len() - 1;
    match backend {
        Backend::Sqlite => {
            let file = database.url().strip_prefix("sqlite://").unwrap();
            revert_and_reapply(&database, &mut sqlite_connection(file), || SQLITE, all_but_one).await;
        }
        Backend::Postgres => {
            let connection = AsyncPgConnection::establish(database.url()).await.unwrap();
            let harness = &mut AsyncMigrationHarness::new(connection);
            revert_and_reapply(&database, harness, || POSTGRES, all_but_one).await;
        }
    }
    // Use new connections, without cached statements.
    assert_eq!(TestApp::with_database(&database).get(&path).await.json(200), before);
}

async fn records_of_idempotency_keys_are_linked_to_their_rows(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let app = TestApp::with_database(&database);
    let post = || app.request(reqwest::Method::POST, "/people").header("idempotency-key", "a").json(&person());
    let created = app.send(post()).await;
    created.json(201);
    match backend {
        Backend::Sqlite => {
            let file = database.url().strip_prefix("sqlite://").unwrap();
            revert_and_reapply(&database, &mut sqlite_connection(file), || SQLITE, 1).await;
        }
        Backend::Postgres => {
            let connection = AsyncPgConnection::establish(database.url()).await.unwrap();
            revert_and_reapply(&database, &mut AsyncMigrationHarness::new(connection), || POSTGRES, 1).await;
        }
    }
    // Use new connections, without cached statements.
    let app = TestApp::with_database(&database);
    assert_eq!(app.send(post()).await.body, created.body, "the record is kept");
    app.delete(created.header("location")).await;
    app.send(post()).await.problem(409);
}

/// Applies the pending migrations as `migrate` does, and returns their number.
async fn apply(database: &Database) -> usize {
    database.connect().migrate(People::MIGRATIONS).await.unwrap().len()
}

async fn revert_and_reapply<DB: Engine>(
    database: &Database,
    harness: &mut impl MigrationHarness<DB>,
    migrations: impl Fn() -> EmbeddedMigrations,
    count: usize,
) {
    for _ in 0..count {
        harness.revert_last_migration(migrations()).unwrap();
    }
    assert_eq!(harness.applied_migrations().unwrap().len(), versions().len() - count);
    assert_eq!(apply(database).await, count);
}

async fn schema_drift_makes_the_service_not_ready(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let app = TestApp::with_database(&database);
    app.get("/health/ready").await.json(200);
    execute_on(&database, "ALTER TABLE people RENAME COLUMN fare TO price").await;
    let problem = app.get("/health/ready").await.problem(503);
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.starts_with("the database does not match the document: missing column people.fare"), "{detail}");
}

async fn apply_revert_and_reapply<DB: Engine>(
    database: &Database,
    harness: &mut impl MigrationHarness<DB>,
    migrations: impl Fn() -> EmbeddedMigrations,
) {
    let applied = apply(database).await;
    assert!(applied > 0);
    assert_eq!(apply(database).await, 0, "no migration is pending");
    // Reverting must leave nothing behind that conflicts with reapplying.
    for steps in 1..=applied {
        (0..steps).for_each(|_| drop(harness.revert_last_migration(migrations()).unwrap()));
        assert_eq!(apply(database).await, steps);
    }
    harness.revert_all_migrations(migrations()).unwrap();
    assert_eq!(harness.applied_migrations().unwrap().len(), 0);
    assert_eq!(apply(database).await, applied);
}

#[test]
fn the_latest_migration_matches_the_document() {
    let output = Program::new(&["make_migration", "next"]).in_folder(env!("CARGO_MANIFEST_DIR").as_ref()).succeeds();
    assert_eq!(output, "nothing to do: the newest migration matches the document\n");
}

#[test]
fn both_databases_have_the_same_migrations() {
    assert_eq!(names::<Sqlite>(SQLITE), names::<Pg>(POSTGRES));
}

fn names<DB: Engine>(migrations: EmbeddedMigrations) -> Vec<String> {
    let migrations: Vec<Box<dyn Migration<DB>>> = migrations.migrations().unwrap();
    migrations.iter().map(|migration| migration.name().to_string()).collect()
}
