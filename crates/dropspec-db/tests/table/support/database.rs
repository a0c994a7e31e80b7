//! Databases that have the table, and are gone after the test.

use diesel::connection::{Connection, SimpleConnection};
use diesel::sqlite::SqliteConnection;
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use dropspec_db::Postgres;
use dropspec_db::Sqlite;
use dropspec_db::{Database, StoreError};
use dropspec_db::{Entity, ExpectedVersion, SelectQuery, Statement, max_rows};
use tempfile::TempDir;

use super::backend::Backend;
use super::postgres::server;
use super::ship::Ship;
use super::table::SHIPS;

/// A database with a table of ships, which is empty.
pub(crate) struct TestDatabase {
    pub(crate) database: Database,
    // Removes it when it is dropped.
    keeper: Keeper,
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

impl Backend {
    /// The statements that create the table of ships and the internal tables; a test of migrations keeps them up to date.
    fn schema(self) -> &'static str {
        match self {
            Self::Postgres => include_str!("ships.postgres.sql"),
            Self::Sqlite => include_str!("ships.sqlite.sql"),
        }
    }
}

impl TestDatabase {
    pub(crate) async fn new(backend: Backend) -> Self {
        let (database, keeper) = match backend {
            Backend::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                let sqlite = Sqlite::open(&folder.path().join("ships.db")).unwrap();
                (Database::Sqlite(sqlite), Keeper::Folder { _folder: folder })
            }
            Backend::Postgres => {
                let name = server().create_database(None);
                (Database::Postgres(Postgres::new(&server().url(&name)).unwrap()), Keeper::Name(name))
            }
        };
        database.run_script(backend.schema().to_owned()).await.unwrap();
        Self { database, keeper }
    }

    /// The URL of the database on PostgreSQL.
    pub(crate) fn postgres_url(&self) -> String {
        match &self.keeper {
            Keeper::Name(name) => server().url(name),
            Keeper::Folder { .. } => panic!("the database is a SQLite file"),
        }
    }

    /// Stores ships.
    pub(crate) async fn insert(&self, ships: impl IntoIterator<Item = Ship>) {
        let ships: Vec<Ship> = ships.into_iter().collect();
        match &self.database {
            Database::Postgres(postgres) => {
                let insert = async |connection: &mut AsyncPgConnection| -> Result<(), StoreError> {
                    for some in ships.chunks(max_rows(&SHIPS)) {
                        assert_eq!(Ship::insert_all(connection, some.to_vec()).await?, some.len());
                    }
                    Ok(())
                };
                postgres.write(insert).await.unwrap();
            }
            Database::Sqlite(sqlite) => {
                let insert = move |connection: &mut SqliteConnection| {
                    ships.into_iter().try_for_each(|ship| Ship::insert(ship).run_on_sqlite(connection).map(drop))
                };
                let done: Result<(), StoreError> = sqlite.write(|it| Ok(it.transaction(insert)?)).await;
                done.unwrap();
            }
        }
    }

    /// Removes a ship.
    pub(crate) async fn remove(&self, ship: &Ship) {
        assert_eq!(self.database.execute(|| Ship::remove(ship.id, ExpectedVersion::Any)).await.unwrap(), 1);
    }

    /// Executes statements that return no rows.
    pub(crate) async fn execute(&self, statements: &'static str) {
        match &self.database {
            Database::Postgres(postgres) => {
                let run = async |connection: &mut AsyncPgConnection| -> Result<(), StoreError> {
                    Ok(connection.batch_execute(statements).await?)
                };
                postgres.write(run).await.unwrap();
            }
            Database::Sqlite(sqlite) => {
                let done: Result<(), StoreError> = sqlite.write(|it| Ok(it.batch_execute(statements)?)).await;
                done.unwrap();
            }
        }
    }

    /// How many ships there are.
    pub(crate) async fn count(&self) -> i64 {
        self.database.read(Ship::count(&SelectQuery::all(&SHIPS, 1))).await.unwrap()[0]
    }

    /// How many indexes the table has.
    pub(crate) async fn indexes(&self) -> i64 {
        #[derive(diesel::QueryableByName)]
        struct Count {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            count: i64,
        }

        let found: Vec<Count> = match &self.database {
            Database::Postgres(postgres) => {
                let select = "SELECT count(*) AS count FROM pg_indexes WHERE tablename = 'ships'";
                let load = async |connection: &mut AsyncPgConnection| -> Result<_, StoreError> {
                    Ok(diesel_async::RunQueryDsl::load(diesel::sql_query(select), connection).await?)
                };
                postgres.write(load).await.unwrap()
            }
            Database::Sqlite(sqlite) => {
                let select = "SELECT count(*) AS count FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'ships'";
                let load = move |connection: &mut SqliteConnection| {
                    diesel::RunQueryDsl::load(diesel::sql_query(select), connection)
                };
                sqlite.read(load).await.unwrap()
            }
        };
        found[0].count
    }
}
