//! Databases that are gone after the test.

use std::any::Any;

use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::sqlite::SqliteConnection;
use dropspec::store::{self, StoreError};
use people::service::MIGRATIONS;

use super::Backend;
use super::pool::{PostgresDatabase, lend};

/// A database of one test.
pub(crate) struct Database {
    url: String,
    /// Removes it, or gives it back, when it is dropped.
    _keeper: Box<dyn Any + Send>,
}

impl Database {
    /// One with all migrations applied, and nobody in it.
    pub(crate) async fn migrated(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => Self::exclusive(backend).await,
            Backend::Postgres => {
                let loan = lend().await;
                Self { url: loan.url(), _keeper: Box::new(loan) }
            }
        }
    }

    /// The same, for a test that does to it what the next test would notice.
    pub(crate) async fn exclusive(backend: Backend) -> Self {
        let database = Self::unmigrated(backend);
        migrate(&database.url).await;
        database
    }

    /// One without any table; on SQLite there is not even the file.
    pub(crate) fn unmigrated(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                let file = folder.path().join("people.db");
                Self { url: format!("sqlite://{}", file.display()), _keeper: Box::new(folder) }
            }
            Backend::Postgres => {
                let database = PostgresDatabase::create();
                Self { url: database.url(), _keeper: Box::new(database) }
            }
        }
    }

    /// What to set `DATABASE_URL` to.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The store on it, as the program makes it.
    pub(crate) fn connect(&self) -> store::Database {
        connect(&self.url).unwrap()
    }
}

fn connect(url: &str) -> Result<store::Database, StoreError> {
    store::Database::open(url)
}

/// Applies all migrations, as the program does.
pub(super) async fn migrate(url: &str) {
    connect(url).unwrap().migrate(MIGRATIONS).await.unwrap();
}

/// The versions of all migrations, oldest first.
pub(crate) fn versions() -> Vec<String> {
    store::versions::<diesel::sqlite::Sqlite>((MIGRATIONS.sqlite)()).unwrap()
}

/// What is said of a database that has seen no migration.
pub(crate) fn nothing_applied() -> String {
    format!("{} migration(s) are not applied ({}): run `migrate`", versions().len(), versions().join(", "))
}

/// Executes a statement behind the back of the service.
pub(crate) async fn execute_on(database: &Database, statement: &str) {
    match database.url.strip_prefix("sqlite://") {
        None => super::execute(&database.url, statement).await,
        Some(file) => {
            // Whoever has migrated it may be about to close it.
            let statements = format!("PRAGMA busy_timeout = 5000; {statement}");
            SqliteConnection::establish(file).unwrap().batch_execute(&statements).unwrap();
        }
    }
}
