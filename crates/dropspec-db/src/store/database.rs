//! A database of either kind.

use diesel::connection::SimpleConnection;
use diesel::sqlite::SqliteConnection;
use diesel_async::AsyncConnection;
use diesel_migrations::EmbeddedMigrations;

use super::address::Address;
use super::error::StoreError;
use super::migrations::MigrationState;
use super::pool::PoolConfig;
use super::postgres::{Connection, Postgres};
use super::sqlite::Sqlite;
use super::statement::{Action, Rows};
use crate::column_type::Dialect;
use dropspec_http::DatabaseTimer;

/// A database of either kind.
#[derive(Clone, Debug)]
pub enum Database {
    /// PostgreSQL.
    Postgres(Postgres),
    /// SQLite.
    Sqlite(Sqlite),
}

/// The migrations of a service, for each kind of database.
#[derive(Clone, Copy, Debug)]
pub struct Migrations {
    /// Those for PostgreSQL.
    pub postgres: fn() -> EmbeddedMigrations,
    /// Those for SQLite.
    pub sqlite: fn() -> EmbeddedMigrations,
}

impl Address {
    /// Gets ready to use the database. A SQLite file is made when it is not there; a server is not yet talked to.
    ///
    /// # Errors
    /// When a file cannot be opened.
    pub fn open(&self) -> Result<Database, StoreError> {
        self.open_with(PoolConfig::default())
    }

    /// As [`Address::open`]; what is said of the pool does not matter to a file.
    ///
    /// # Errors
    /// As [`Address::open`].
    pub fn open_with(&self, pool: PoolConfig) -> Result<Database, StoreError> {
        match self {
            Self::Postgres(url) => Ok(Database::Postgres(Postgres::with(url, pool)?)),
            Self::Sqlite(path) => Ok(Database::Sqlite(Sqlite::open(path)?)),
        }
    }
}

/// How a statement uses a connection to PostgreSQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It reads and waits for nobody: many such share a connection.
    Read,
    /// It writes and waits for nobody, as a new row does: many such share a connection.
    Write,
    /// It may wait for a lock: it has a connection of its own.
    Lock,
}

impl Database {
    /// Gets ready to use the database of a URL, `postgres://…` or `sqlite://` with the path of a file. The file is made when it is not
    /// there; a server is not yet talked to.
    ///
    /// # Errors
    /// When the URL is of another kind, or the file cannot be opened.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        url.parse::<Address>()?.open()
    }

    /// The database system.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self {
            Self::Postgres(_) => Dialect::Postgres,
            Self::Sqlite(_) => Dialect::Sqlite,
        }
    }

    /// Runs a statement that reads.
    ///
    /// # Errors
    /// When the database cannot be reached or the statement fails.
    pub async fn read<R: Send + 'static>(&self, statement: impl Rows<R>) -> Result<Vec<R>, StoreError> {
        let _timer = self.timer("read");
        match self {
            Self::Postgres(postgres) => {
                let shared = postgres.shared().await?;
                Ok(statement.on_postgres(&shared).await?)
            }
            Self::Sqlite(sqlite) => sqlite.read(move |connection| statement.on_sqlite(connection)).await,
        }
    }

    /// Runs a statement that changes rows and answers them.
    ///
    /// # Errors
    /// When the database cannot be reached or the statement fails.
    pub async fn change<R: Send + 'static>(&self, statement: impl Rows<R>) -> Result<Vec<R>, StoreError> {
        let _timer = self.timer("change");
        match self {
            Self::Postgres(postgres) => {
                let connection = postgres.connection().await?;
                Ok(statement.on_postgres(&connection).await?)
            }
            Self::Sqlite(sqlite) => {
                sqlite.write(move |connection| statement.on_sqlite(connection).map_err(StoreError::from)).await
            }
        }
    }

    /// Runs a statement that answers how many rows it has met.
    ///
    /// # Errors
    /// When the database cannot be reached or the statement fails.
    pub async fn execute(&self, how: Use, statement: impl Action) -> Result<usize, StoreError> {
        let _timer = self.timer("execute");
        match self {
            Self::Postgres(postgres) if how == Use::Lock => {
                let connection = postgres.connection().await?;
                Ok(statement.on_postgres(&connection).await?)
            }
            Self::Postgres(postgres) => {
                let shared = postgres.shared_for_writing().await?;
                Ok(statement.on_postgres(&shared).await?)
            }
            Self::Sqlite(sqlite) => {
                sqlite.write(move |connection| statement.on_sqlite(connection).map_err(StoreError::from)).await
            }
        }
    }

    /// Runs SQL statements, in one transaction.
    ///
    /// # Errors
    /// When the database cannot be reached or a statement fails; then none has an effect.
    pub async fn run_script(&self, statements: String) -> Result<(), StoreError> {
        match self {
            Self::Postgres(postgres) => {
                let mut connection = postgres.connection().await?;
                let work = async |connection: &mut Connection| {
                    diesel_async::SimpleAsyncConnection::batch_execute(connection, &statements).await
                };
                Ok(connection.transaction(work).await?)
            }
            Self::Sqlite(sqlite) => {
                let work = move |connection: &mut SqliteConnection| {
                    let run = |connection: &mut SqliteConnection| connection.batch_execute(&statements);
                    connection.immediate_transaction(run).map_err(StoreError::from)
                };
                sqlite.write(work).await
            }
        }
    }

    /// Starts a timer of the time that the current request spends in the database.
    pub fn timer(&self, operation: &'static str) -> DatabaseTimer {
        let system = match self {
            Self::Postgres(_) => "postgresql",
            Self::Sqlite(_) => "sqlite",
        };
        DatabaseTimer::start(system, operation)
    }

    /// Finds out whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        match self {
            Self::Postgres(postgres) => postgres.ping().await,
            Self::Sqlite(sqlite) => sqlite.ping().await,
        }
    }

    /// Compares the applied migrations with those that the program carries.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn migration_state(&self, migrations: Migrations) -> Result<MigrationState, StoreError> {
        match self {
            Self::Postgres(postgres) => postgres.migration_state((migrations.postgres)()).await,
            Self::Sqlite(sqlite) => sqlite.migration_state((migrations.sqlite)()).await,
        }
    }

    /// Applies the migrations that are not applied yet; processes that do so at the same time wait for each other. Answers their
    /// versions. Needs tokio's multi-threaded runtime.
    ///
    /// # Errors
    /// When the database cannot be reached or a migration fails.
    pub async fn migrate(&self, migrations: Migrations) -> Result<Vec<String>, StoreError> {
        match self {
            Self::Postgres(postgres) => postgres.migrate((migrations.postgres)()).await,
            Self::Sqlite(sqlite) => sqlite.migrate((migrations.sqlite)()).await,
        }
    }
}
