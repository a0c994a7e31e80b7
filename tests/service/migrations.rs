//! Migrations can be undone, and done again.

use diesel::Connection;
use diesel::backend::Backend as Engine;
use diesel::migration::{Migration, MigrationSource};
use diesel::pg::Pg;
use diesel::sqlite::{Sqlite, SqliteConnection};
use diesel_async::{AsyncConnection, AsyncMigrationHarness, AsyncPgConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::support::{Backend, Database, TestApp, person};

on_both_databases!(migrations_go_up_and_down_and_up_again);

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

fn up_and_down_and_up<DB: Engine>(
    harness: &mut impl MigrationHarness<DB>,
    migrations: impl Fn() -> EmbeddedMigrations,
) {
    let applied = harness.run_pending_migrations(migrations()).unwrap().len();
    assert!(applied > 0);
    assert_eq!(harness.run_pending_migrations(migrations()).unwrap().len(), 0, "a second time there are none");
    for _ in 0..applied {
        // One step back and forth, and on to the step before: were anything left behind, it would be in the way.
        harness.revert_last_migration(migrations()).unwrap();
        harness.run_pending_migrations(migrations()).unwrap();
        harness.revert_last_migration(migrations()).unwrap();
    }
    assert_eq!(harness.applied_migrations().unwrap().len(), 0);
    assert_eq!(harness.run_pending_migrations(migrations()).unwrap().len(), applied);
}

#[test]
fn both_databases_have_the_same_migrations() {
    assert_eq!(names::<Sqlite>(SQLITE), names::<Pg>(POSTGRES));
}

fn names<DB: Engine>(migrations: EmbeddedMigrations) -> Vec<String> {
    let migrations: Vec<Box<dyn Migration<DB>>> = migrations.migrations().unwrap();
    migrations.iter().map(|migration| migration.name().to_string()).collect()
}
