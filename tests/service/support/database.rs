//! Temporary databases.

use std::any::Any;

use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::sqlite::SqliteConnection;
use dropspec::db::StoreError;
use dropspec_app::storage::StoredApp as _;
use people::service::People;

use super::Backend;
use super::pool::{PostgresDatabase, acquire};

/// The database of a test.
pub(crate) struct Database {
    url: String,
    /// Deletes the database, or returns it to the pool, on drop.
    _keeper: Box<dyn Any + Send>,
}

impl Database {
    /// Provides an empty database with all migrations applied.
    pub(crate) async fn migrated(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => Self::exclusive(backend).await,
            Backend::Postgres => {
                let pooled = acquire().await;
                Self { url: pooled.url(), _keeper: Box::new(pooled) }
            }
        }
    }

    /// Provides an empty, migrated database that is not shared, for tests that change its schema.
    pub(crate) async fn exclusive(backend: Backend) -> Self {
        let database = Self::unmigrated(backend);
        migrate(&database.url).await;
        database
    }

    /// Provides a database without tables; on SQLite, a file that does not exist yet.
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

    /// Returns the value for `DATABASE_URL`.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Opens the database like the program does.
    pub(crate) fn connect(&self) -> dropspec::db::Database {
        connect(&self.url).unwrap()
    }
}

fn connect(url: &str) -> Result<dropspec::db::Database, StoreError> {
    dropspec::db::Database::open(url)
}

/// Applies all migrations like the program does.
pub(crate) async fn migrate(url: &str) {
    connect(url).unwrap().migrate(People::MIGRATIONS).await.unwrap();
}

/// Returns the versions of all migrations, oldest first.
pub(crate) fn versions() -> Vec<String> {
    dropspec::db::versions::<diesel::sqlite::Sqlite>((People::MIGRATIONS.sqlite)()).unwrap()
}

/// Returns the message about a database without migrations.
pub(crate) fn pending_migrations() -> String {
    format!("{} pending migration(s): {}; run `migrate`", versions().len(), versions().join(", "))
}

/// Executes a statement directly on the database.
pub(crate) async fn execute_on(database: &Database, statement: &str) {
    match database.url.strip_prefix("sqlite://") {
        None => super::execute(&database.url, statement).await,
        Some(file) => sqlite_connection(file).batch_execute(statement).unwrap(),
    }
}

/// Opens a SQLite file, which another connection may still be closing.
pub(crate) fn sqlite_connection(file: &str) -> SqliteConnection {
    let mut connection = SqliteConnection::establish(file).unwrap();
    connection.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
    connection
}
