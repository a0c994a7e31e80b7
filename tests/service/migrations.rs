//! Migrations can be undone, and done again; and they make what the document says.

use diesel::Connection;
use diesel::backend::Backend as Engine;
use diesel::migration::{Migration, MigrationSource};
use diesel::pg::Pg;
use diesel::sqlite::{Sqlite, SqliteConnection};
use diesel_async::{AsyncConnection, AsyncMigrationHarness, AsyncPgConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::support::{Backend, Database, Program, TestApp, execute_on, person, versions};

on_both_databases!(
    migrations_go_up_and_down_and_up_again,
    people_stay_while_their_table_changes,
    the_service_is_not_ready_on_tables_that_it_cannot_use,
);

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

async fn migrations_go_up_and_down_and_up_again(backend: Backend) {
    let database = Database::unmigrated(backend);
    match backend {
        Backend::Sqlite => {
            let file = database.url().strip_prefix("sqlite://").unwrap();
            up_and_down_and_up(&mut SqliteConnection::establish(file).unwrap(), || SQLITE);
        }
        Backend::Postgres => {
            let connection = AsyncPgConnection::establish(database.url()).await.unwrap();
            up_and_down_and_up(&mut AsyncMigrationHarness::new(connection), || POSTGRES);
        }
    }
    // What they have made is what the service works on.
    TestApp::on(database).register(&person()).await;
}

async fn people_stay_while_their_table_changes(backend: Backend) {
    let database = Database::migrated(backend).await;
    let app = TestApp::beside(&database);
    let path = app.register(&person()).await;
    let before = app.get(&path).await.json(200);
    match backend {
        Backend::Sqlite => {
            let file = database.url().strip_prefix("sqlite://").unwrap();
            back_to_the_first_and_forth(&mut SqliteConnection::establish(file).unwrap(), || SQLITE);
        }
        Backend::Postgres => {
            let connection = AsyncPgConnection::establish(database.url()).await.unwrap();
            back_to_the_first_and_forth(&mut AsyncMigrationHarness::new(connection), || POSTGRES);
        }
    }
    // Not on connections that have seen the table change.
    assert_eq!(TestApp::beside(&database).get(&path).await.json(200), before);
}

fn back_to_the_first_and_forth<DB: Engine>(
    harness: &mut impl MigrationHarness<DB>,
    migrations: impl Fn() -> EmbeddedMigrations,
) {
    for _ in 1..versions().len() {
        harness.revert_last_migration(migrations()).unwrap();
    }
    assert_eq!(harness.applied_migrations().unwrap().len(), 1);
    harness.run_pending_migrations(migrations()).unwrap();
}

async fn the_service_is_not_ready_on_tables_that_it_cannot_use(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let app = TestApp::beside(&database);
    app.get("/health/ready").await.json(200);
    execute_on(&database, "ALTER TABLE people RENAME COLUMN fare TO price").await;
    let problem = app.get("/health/ready").await.problem(503);
    let detail = problem["detail"].as_str().unwrap();
    assert!(
        detail.starts_with("the database does not fit the document: the column people.fare is missing"),
        "{detail}"
    );
}

fn up_and_down_and_up<DB: Engine>(
    harness: &mut impl MigrationHarness<DB>,
    migrations: impl Fn() -> EmbeddedMigrations,
) {
    let applied = harness.run_pending_migrations(migrations()).unwrap().len();
    assert!(applied > 0);
    assert_eq!(harness.run_pending_migrations(migrations()).unwrap().len(), 0, "a second time there are none");
    // So many steps back, and forth: were anything left behind, it would be in the way.
    for steps in 1..=applied {
        (0..steps).for_each(|_| drop(harness.revert_last_migration(migrations()).unwrap()));
        assert_eq!(harness.run_pending_migrations(migrations()).unwrap().len(), steps);
    }
    harness.revert_all_migrations(migrations()).unwrap();
    assert_eq!(harness.applied_migrations().unwrap().len(), 0);
    assert_eq!(harness.run_pending_migrations(migrations()).unwrap().len(), applied);
}

#[test]
fn the_newest_migration_makes_what_the_document_says() {
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
