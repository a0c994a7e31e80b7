//! Databases that have the table, and are gone after the test.

use diesel::connection::SimpleConnection;
use diesel_async::SimpleAsyncConnection;
use dropspec::migration::{Dialect, Layout, create};
use dropspec::store::postgres::Postgres;
use dropspec::store::sqlite::Sqlite;
use dropspec::store::{Database, StoreError, Use};
use dropspec::table::Record;
use tempfile::TempDir;

use super::postgres::server;
use super::ship::{SHIPS, Ship};

/// The statements that make the table, and those of the engine.
fn tables(dialect: Dialect) -> String {
    create(&Layout::of(&[&SHIPS]), dialect)
}

/// A kind of database.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Backend {
    Sqlite,
    Postgres,
}

/// Makes a test of each of the functions for each kind of database, in the modules `sqlite` and `postgres`.
macro_rules! on_both_databases {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(on_both_databases!(@test $test, Sqlite);)+
        }

        mod postgres {
            $(on_both_databases!(@test $test, Postgres);)+
        }
    };
    (@test $test:ident, $backend:ident) => {
        #[tokio::test(flavor = "multi_thread")]
        async fn $test() {
            super::$test($crate::support::Backend::$backend).await;
        }
    };
}

/// A database with a table of ships, which is empty.
pub(crate) struct TestDatabase {
    pub(crate) database: Database,
    // Removes it when it is dropped.
    _keeper: Keeper,
}

enum Keeper {
    Folder { _folder: TempDir },
    Name(String),
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if let Self::Name(name) = self {
            server().drop_database(name);
        }
    }
}

impl TestDatabase {
    pub(crate) async fn new(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                let sqlite = Sqlite::open(&folder.path().join("ships.db")).unwrap();
                let created: Result<(), StoreError> =
                    sqlite.write(|it| Ok(it.batch_execute(&tables(Dialect::Sqlite))?)).await;
                created.unwrap();
                Self { database: Database::Sqlite(sqlite), _keeper: Keeper::Folder { _folder: folder } }
            }
            Backend::Postgres => {
                let name = server().create_database(None);
                let postgres = Postgres::new(&server().url(&name)).unwrap();
                postgres.connection().await.unwrap().batch_execute(&tables(Dialect::Postgres)).await.unwrap();
                Self { database: Database::Postgres(postgres), _keeper: Keeper::Name(name) }
            }
        }
    }

    /// Stores ships.
    pub(crate) async fn insert(&self, ships: impl IntoIterator<Item = Ship>) {
        for ship in ships {
            assert_eq!(self.database.execute(Use::Write, Ship::insert(ship)).await.unwrap(), 1);
        }
    }
}
