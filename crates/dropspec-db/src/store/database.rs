//! A database of either system.

use diesel::connection::SimpleConnection;
use diesel_async::{AsyncConnection, AsyncPgConnection};
use diesel_migrations::EmbeddedMigrations;

use super::condition::Condition;
use super::error::StoreError;
use super::migrations::{MigrationNotice, MigrationState};
use super::pool::PoolConfig;
use super::postgres::Postgres;
use super::retry::ConflictRetries;
use super::sqlite::Sqlite;
use super::statement::{Query, Statement};
use super::url::DatabaseUrl;
use crate::column_type::Dialect;
use dropspec_http::DatabaseTimer;

/// A database of either system.
#[derive(Clone, Debug)]
pub enum Database {
    /// PostgreSQL.
    Postgres(Postgres),
    /// SQLite.
    Sqlite(Sqlite),
}

/// The migrations of a service, for each database system.
#[derive(Clone, Copy, Debug)]
pub struct Migrations {
    /// The migrations for PostgreSQL.
    pub postgres: fn() -> EmbeddedMigrations,
    /// The migrations for SQLite.
    pub sqlite: fn() -> EmbeddedMigrations,
}

impl DatabaseUrl {
    /// Opens the database. A SQLite file is created if it does not exist; a server is not yet connected to.
    ///
    /// # Errors
    /// When a file cannot be opened.
    pub fn open(&self) -> Result<Database, StoreError> {
        self.open_with(PoolConfig::default())
    }

    /// Opens the database with a configuration of its connections.
    ///
    /// # Errors
    /// As [`DatabaseUrl::open`].
    pub fn open_with(&self, pool: PoolConfig) -> Result<Database, StoreError> {
        match self {
            Self::Postgres(url) => Ok(Database::Postgres(Postgres::with(url, pool)?)),
            Self::Sqlite(path) => Ok(Database::Sqlite(Sqlite::open_with(path, pool)?)),
        }
    }
}

impl Database {
    /// Opens the database of a URL, `postgres://…` or `sqlite://` with the path of a file. The file is created if it does not exist; a
    /// server is not yet connected to.
    ///
    /// # Errors
    /// When the URL is malformed, or the file cannot be opened.
    pub fn open(url: &str) -> Result<Self, StoreError> {
        url.parse::<DatabaseUrl>()?.open()
    }

    /// The database system.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self {
            Self::Postgres(_) => Dialect::Postgres,
            Self::Sqlite(_) => Dialect::Sqlite,
        }
    }

    /// Runs a query that takes few steps. It does not wait for those of [`Database::search`].
    ///
    /// # Errors
    /// When the database cannot be reached or the statement fails.
    pub async fn read<R: Send + 'static>(&self, statement: impl Query<R>) -> Result<Vec<R>, StoreError> {
        let _timer = self.timer("read");
        match self {
            Self::Postgres(postgres) => postgres.read(statement).await,
            Self::Sqlite(sqlite) => sqlite.read(move |connection| statement.run_on_sqlite(connection)).await,
        }
    }

    /// Runs a query that may look at many rows.
    ///
    /// # Errors
    /// When the database cannot be reached or the statement fails.
    pub async fn search<R: Send + 'static>(&self, statement: impl Query<R>) -> Result<Vec<R>, StoreError> {
        let _timer = self.timer("read");
        match self {
            Self::Postgres(postgres) => postgres.search(statement).await,
            Self::Sqlite(sqlite) => sqlite.search(move |connection| statement.run_on_sqlite(connection)).await,
        }
    }

    /// Runs a query that changes rows and returns them. `query` makes it, once for each attempt (see [`Postgres::write`]).
    ///
    /// # Errors
    /// When the database cannot be reached or the query fails.
    pub async fn change<R: Send + 'static, Q: Query<R>>(
        &self,
        mut query: impl FnMut() -> Q + Send,
    ) -> Result<Vec<R>, StoreError> {
        let _timer = self.timer("change");
        match self {
            Self::Postgres(postgres) => {
                let mut retries = ConflictRetries::default();
                loop {
                    let query = query();
                    let result: Result<_, StoreError> =
                        postgres.write(async move |connection| Ok(query.run_on_postgres(connection).await?)).await;
                    if let Some(rows) = retries.check(result).await? {
                        return Ok(rows);
                    }
                }
            }
            Self::Sqlite(sqlite) => {
                let query = query();
                sqlite.write(move |connection| query.run_on_sqlite(connection).map_err(StoreError::from)).await
            }
        }
    }

    /// Runs a statement, and returns the number of affected rows. `statement` makes it, once for each attempt (see [`Postgres::write`]).
    ///
    /// # Errors
    /// When the database cannot be reached or the statement fails.
    pub async fn execute<S: Statement>(&self, mut statement: impl FnMut() -> S + Send) -> Result<usize, StoreError> {
        let _timer = self.timer("execute");
        match self {
            Self::Postgres(postgres) => {
                let mut retries = ConflictRetries::default();
                loop {
                    let statement = statement();
                    let result: Result<_, StoreError> =
                        postgres.write(async move |connection| Ok(statement.run_on_postgres(connection).await?)).await;
                    if let Some(count) = retries.check(result).await? {
                        return Ok(count);
                    }
                }
            }
            Self::Sqlite(sqlite) => {
                let statement = statement();
                sqlite.write(move |connection| statement.run_on_sqlite(connection).map_err(StoreError::from)).await
            }
        }
    }

    /// Runs SQL statements that alter tables, in one transaction.
    ///
    /// # Errors
    /// When the database cannot be reached or a statement fails; then none has an effect.
    pub async fn run_script(&self, statements: String) -> Result<(), StoreError> {
        match self {
            Self::Postgres(postgres) => {
                let run = async |connection: &mut AsyncPgConnection| {
                    diesel_async::SimpleAsyncConnection::batch_execute(connection, &statements).await
                };
                postgres.write(async move |connection| Ok(connection.transaction(run).await?)).await
            }
            Self::Sqlite(sqlite) => {
                sqlite.alter(move |connection| connection.batch_execute(&statements).map_err(StoreError::from)).await
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

    /// Checks that the database is reachable.
    ///
    /// # Errors
    /// When it is not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        match self {
            Self::Postgres(postgres) => postgres.ping().await,
            Self::Sqlite(sqlite) => sqlite.ping().await,
        }
    }

    /// The state of the database in which writes fail, though reads may succeed. Nothing is written to find out.
    ///
    /// # Errors
    /// When the database is not reachable.
    pub async fn condition(&self) -> Result<Option<Condition>, StoreError> {
        match self {
            Self::Postgres(postgres) => postgres.condition().await,
            Self::Sqlite(sqlite) => Ok(sqlite.condition()),
        }
    }

    /// Compares the applied migrations with the embedded ones.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn migration_state(&self, migrations: Migrations) -> Result<MigrationState, StoreError> {
        match self {
            Self::Postgres(postgres) => postgres.migration_state((migrations.postgres)()).await,
            Self::Sqlite(sqlite) => sqlite.migration_state((migrations.sqlite)()).await,
        }
    }

    /// Applies pending migrations, and returns their versions. Processes that migrate concurrently wait for each other.
    ///
    /// # Errors
    /// When the database cannot be reached, is not in UTF-8, or a migration fails.
    pub async fn migrate(&self, migrations: Migrations) -> Result<Vec<String>, StoreError> {
        self.migrate_and_notify(migrations, |_| {}).await
    }

    /// Like [`Database::migrate`]. `notify` receives whom a migration waits for; that of a SQLite file waits without a notice.
    ///
    /// # Errors
    /// As [`Database::migrate`].
    pub async fn migrate_and_notify(
        &self,
        migrations: Migrations,
        notify: impl Fn(&MigrationNotice) + Send + Sync,
    ) -> Result<Vec<String>, StoreError> {
        match self {
            Self::Postgres(postgres) => postgres.migrate((migrations.postgres)(), &notify).await,
            Self::Sqlite(sqlite) => sqlite.migrate((migrations.sqlite)()).await,
        }
    }
}
