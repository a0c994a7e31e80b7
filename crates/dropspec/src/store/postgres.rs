//! PostgreSQL: a pool of diesel-async connections.

use std::time::Duration;

use diesel::QueryDsl;
use diesel::pg::Pg;
use diesel::result::{DatabaseErrorKind, Error};
use diesel_async::pooled_connection::deadpool::{Object, Pool};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod};
use diesel_async::{AsyncConnection, AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness};
use futures_util::FutureExt;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::migrations::applied_migrations;
use super::{MigrationState, StoreError, versions};

/// How long a connection may take to be made, and a request waits for a free one.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a statement of a pooled connection may take.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(30);

/// The connections that are kept; more than the database has cores gain little.
const CONNECTIONS: usize = 16;

/// Serializes migrations of processes that start together. The number is arbitrary, but must stay.
const MIGRATION_LOCK: &str = "SELECT pg_advisory_lock(7265131842)";

/// A connection of the pool.
pub type Connection = Object<AsyncPgConnection>;

/// A PostgreSQL database.
#[derive(Clone)]
pub struct Postgres {
    url: String,
    pool: Pool<AsyncPgConnection>,
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Not the URL, which has the password.
        f.debug_struct("Postgres")
            .field("pool", &self.pool.status())
            .finish_non_exhaustive()
    }
}

impl Postgres {
    /// Prepares the pool for a `postgres://` URL. No connection is made yet.
    ///
    /// # Errors
    /// When the pool cannot be built.
    pub fn new(url: &str) -> Result<Self, StoreError> {
        let mut config = ManagerConfig::default();
        // The other ways ask the server at each checkout; a broken connection shows itself at its first use.
        config.recycling_method = RecyclingMethod::Fast;
        config.custom_setup = Box::new(|url| establish(url.to_owned(), Some(STATEMENT_TIMEOUT)).boxed());
        let manager = AsyncDieselConnectionManager::new_with_config(url, config);
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(deadpool::Runtime::Tokio1)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(PATIENCE))
            .build()
            .map_err(|error| StoreError::Unavailable(error.into()))?;
        Ok(Self {
            url: url.to_owned(),
            pool,
        })
    }

    /// A connection from the pool.
    ///
    /// # Errors
    /// When none is to be had within 5 seconds.
    pub async fn connection(&self) -> Result<Connection, StoreError> {
        self.pool
            .get()
            .await
            .map_err(|error| StoreError::Unavailable(error.into()))
    }

    /// Finds out whether the server answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let mut connection = self.connection().await?;
        connection.batch_execute("SELECT 1").await?;
        Ok(())
    }

    /// Compares the applied migrations with those that the program carries.
    ///
    /// # Errors
    /// When the server cannot be asked.
    pub async fn migration_state(&self, migrations: EmbeddedMigrations) -> Result<MigrationState, StoreError> {
        let carried = versions::<Pg>(migrations)?;
        let mut connection = self.connection().await?;
        let applied = applied_migrations::table
            .select(applied_migrations::version)
            .load::<String>(&mut connection)
            .await;
        match applied {
            Ok(applied) => Ok(MigrationState::of(carried, &applied)),
            // No migration has ever run: the table is not there.
            Err(Error::DatabaseError(DatabaseErrorKind::Unknown, info))
                if info.message().contains("does not exist") =>
            {
                Ok(MigrationState::of(carried, &[]))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Applies the migrations that are not applied yet; processes that do so at the same time wait for each other.
    /// Answers their names. Needs tokio's multi-threaded runtime.
    ///
    /// # Errors
    /// When the server cannot be reached or a migration fails.
    pub async fn migrate(&self, migrations: EmbeddedMigrations) -> Result<Vec<String>, StoreError> {
        let connecting = establish(self.url.clone(), None);
        let connection = tokio::time::timeout(PATIENCE, connecting).await;
        let connection = connection.map_err(|late| StoreError::Unavailable(late.into()))?;
        let mut connection = connection.map_err(|error| StoreError::Unavailable(error.into()))?;
        // Released with the connection.
        connection.batch_execute(MIGRATION_LOCK).await?;
        let mut harness = AsyncMigrationHarness::new(connection);
        let applied = harness
            .run_pending_migrations(migrations)
            .map_err(StoreError::Migration)?;
        Ok(applied.iter().map(ToString::to_string).collect())
    }
}

async fn establish(url: String, statement_timeout: Option<Duration>) -> diesel::ConnectionResult<AsyncPgConnection> {
    let mut connection = AsyncPgConnection::establish(&url).await?;
    if let Some(timeout) = statement_timeout {
        let statement = format!("SET statement_timeout = {}", timeout.as_millis());
        let set = connection.batch_execute(&statement).await;
        set.map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
    }
    Ok(connection)
}

/// What has to be escaped in a part of a URL: all but the unreserved characters (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The URL of a database, from its parts; any character may stand in them.
#[must_use]
pub fn url(host: &str, port: u16, database: &str, user: &str, password: Option<&str>) -> String {
    let escape = |part| utf8_percent_encode(part, RESERVED).to_string();
    let password = password
        .map(|password| format!(":{}", escape(password)))
        .unwrap_or_default();
    format!(
        "postgres://{}{password}@{}:{port}/{}",
        escape(user),
        escape(host),
        escape(database)
    )
}

/// Finds out whether a URL can be read.
///
/// # Errors
/// Says why it cannot.
pub fn check_url(url: &str) -> Result<(), String> {
    match url.parse::<tokio_postgres::Config>() {
        Ok(config) if config.get_hosts().is_empty() => Err("it names no host".to_owned()),
        Ok(_) => Ok(()),
        Err(error) => Err(std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string)),
    }
}
