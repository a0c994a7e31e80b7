//! PostgreSQL: a few multiplexed connections for short statements, and a pool for statements that may wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use deadpool::Runtime;
use diesel::QueryDsl;
use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::sql_types::Bool;
use diesel_async::pooled_connection::deadpool::{Object, Pool, PoolError};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod};
use diesel_async::{AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness};
use futures_util::FutureExt;
use tokio_postgres::Client;

use super::connector::Connector;
use super::error::StoreError;
use super::migrations::{MigrationState, applied_migrations, versions};
use super::multiplexed::{ConnectionSlot, MultiplexedConnection};
use super::pool::PoolConfig;

/// The number of multiplexed connections for reading. Statements are pipelined, so few connections are enough; more than one keep a
/// short statement from waiting for a long one.
const SHARED_READ_CONNECTIONS: usize = 8;

/// The number of multiplexed connections for writing, including those for reading. A commit waits for the disk, and concurrent commits on
/// several connections share the wait.
const SHARED_WRITE_CONNECTIONS: usize = 16;

/// Serializes the migrations of processes that start together. The number is arbitrary, but must not change.
const MIGRATION_LOCK: &str = "SELECT pg_advisory_lock(7265131842)";

/// A connection of the pool.
pub type Connection = Object<AsyncPgConnection>;

/// A PostgreSQL database.
#[derive(Clone)]
pub struct Postgres {
    connector: Connector,
    pool: Pool<AsyncPgConnection>,
    shared: Arc<[ConnectionSlot; SHARED_WRITE_CONNECTIONS]>,
    next: Arc<AtomicUsize>,
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Without the URL, which has the password.
        f.debug_struct("Postgres").field("pool", &self.pool.status()).finish_non_exhaustive()
    }
}

impl Postgres {
    /// Like [`Postgres::with`], with the default [`PoolConfig`].
    ///
    /// # Errors
    /// When the URL is malformed.
    pub fn new(url: &str) -> Result<Self, StoreError> {
        Self::with(url, PoolConfig::default())
    }

    /// Opens a pool for a `postgres://` URL. No connection is made yet.
    ///
    /// # Errors
    /// When the URL is malformed.
    pub fn with(url: &str, PoolConfig { connections, timeout }: PoolConfig) -> Result<Self, StoreError> {
        let connector = Connector::new(url, timeout)?;
        let mut config = ManagerConfig::default();
        // The other methods query the server at each checkout; a broken connection fails at its first use anyway.
        config.recycling_method = RecyclingMethod::Fast;
        let of_pool = connector.clone();
        config.custom_setup = Box::new(move |_| {
            let connector = of_pool.clone();
            async move { Ok(connector.limited().await?.connection) }.boxed()
        });
        let manager = AsyncDieselConnectionManager::new_with_config(url, config);
        let pool = Pool::builder(manager)
            .max_size(connections)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(timeout))
            .create_timeout(Some(timeout))
            .build()
            .map_err(|error| StoreError::Unavailable(error.into()))?;
        let shared = Arc::new(std::array::from_fn(|_| ConnectionSlot::default()));
        Ok(Self { connector, pool, shared, next: Arc::default() })
    }

    /// A connection from the pool: for transactions, and for statements that may wait for a lock.
    ///
    /// # Errors
    /// When none is available in time.
    pub async fn connection(&self) -> Result<Connection, StoreError> {
        let Connector { server, timeout, .. } = &self.connector;
        self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => server.unavailable(error),
            PoolError::Timeout(_) => server.unavailable(format!("no connection was free within {timeout:?}")),
            other => server.unavailable(other),
        })
    }

    /// The size of the pool, and how many connections are in use.
    #[must_use]
    pub fn pool_status(&self) -> deadpool::Status {
        self.pool.status()
    }

    /// A multiplexed connection for one statement outside of transactions. The statement must not wait for a lock, because later statements
    /// on the connection would wait, too.
    ///
    /// # Errors
    /// When none can be made in time.
    pub async fn shared(&self) -> Result<Arc<MultiplexedConnection>, StoreError> {
        self.next_shared(SHARED_READ_CONNECTIONS).await
    }

    /// Like [`Postgres::shared`], for one statement that writes.
    ///
    /// # Errors
    /// When none can be made in time.
    pub async fn shared_for_writing(&self) -> Result<Arc<MultiplexedConnection>, StoreError> {
        self.next_shared(SHARED_WRITE_CONNECTIONS).await
    }

    /// A new connection of the driver below diesel, whose statements have no time limit: for COPY, which diesel does not support.
    ///
    /// # Errors
    /// When none can be made in time.
    pub async fn client(&self) -> Result<Client, StoreError> {
        self.connector.client().await
    }

    /// The next of the first `count` multiplexed connections, in turn.
    async fn next_shared(&self, count: usize) -> Result<Arc<MultiplexedConnection>, StoreError> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed) % count;
        self.shared[turn].get(|| self.connector.for_statements()).await
    }

    /// Checks that the server is reachable.
    ///
    /// # Errors
    /// When it is not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let shared = self.shared().await?;
        (&mut &**shared).batch_execute("SELECT 1").await?;
        Ok(())
    }

    /// Compares the applied migrations with the embedded ones.
    ///
    /// # Errors
    /// When the server cannot be read.
    pub async fn migration_state(&self, migrations: EmbeddedMigrations) -> Result<MigrationState, StoreError> {
        let embedded = versions::<Pg>(migrations)?;
        let mut connection = self.connection().await?;
        // The table does not exist until a migration has run.
        let exists = sql::<Bool>("to_regclass('__diesel_schema_migrations') IS NOT NULL");
        let applied: Vec<String> = match diesel::select(exists).get_result(&mut connection).await? {
            true => applied_migrations::table.select(applied_migrations::version).load(&mut connection).await?,
            false => Vec::new(),
        };
        Ok(MigrationState::compare(embedded, &applied))
    }

    /// Applies pending migrations, and returns their versions. Processes that migrate concurrently wait for each other. It needs the
    /// multi-threaded runtime of tokio.
    ///
    /// # Errors
    /// When the server cannot be reached or a migration fails.
    pub async fn migrate(&self, migrations: EmbeddedMigrations) -> Result<Vec<String>, StoreError> {
        let MultiplexedConnection { mut connection, .. } = self.connector.unlimited().await?;
        // It is released with the connection.
        connection.batch_execute(MIGRATION_LOCK).await?;
        let mut harness = AsyncMigrationHarness::new(connection);
        let applied = harness.run_pending_migrations(migrations).map_err(StoreError::Migration)?;
        Ok(applied.iter().map(ToString::to_string).collect())
    }
}
