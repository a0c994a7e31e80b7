//! New databases for tests.

use dropspec::db::{Database, Postgres, Sqlite};
use tempfile::TempDir;

#[path = "../../../../tests/service/support/postgres.rs"]
mod postgres;

use super::Backend;

/// Removes the database when it is dropped.
pub(crate) enum Cleanup {
    Sqlite { _folder: TempDir },
    Postgres { name: String },
}

impl Drop for Cleanup {
    fn drop(&mut self) {
        if let Self::Postgres { name } = self {
            postgres::server().drop_database(name);
        }
    }
}

/// An empty database.
pub(crate) fn new_database(backend: Backend) -> (Database, Cleanup) {
    match backend {
        Backend::Sqlite => {
            let folder = tempfile::tempdir().unwrap();
            let sqlite = Sqlite::open(&folder.path().join("test.db")).unwrap();
            (Database::Sqlite(sqlite), Cleanup::Sqlite { _folder: folder })
        }
        Backend::Postgres => {
            let name = postgres::server().create_database(None);
            let postgres = Postgres::new(&postgres::server().url(&name)).unwrap();
            (Database::Postgres(postgres), Cleanup::Postgres { name })
        }
    }
}
