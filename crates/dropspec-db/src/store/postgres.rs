//! PostgreSQL: a few connections that short statements share, and a pool for all that may wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use deadpool::Runtime;
use diesel::QueryDsl;
use diesel::pg::Pg;
use diesel::result::{DatabaseErrorKind, Error};
use diesel_async::pooled_connection::deadpool::{Object, Pool, PoolError};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod};
use diesel_async::{AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness};
use futures_util::FutureExt;
use tokio_postgres::Client;

use super::connector::Connector;
use super::error::StoreError;
use super::migrations::applied_migrations;
use super::migrations::{MigrationState, versions};
use super::pool::PoolConfig;
use super::shared::{Driven, Shared};

/// The connections that short statements share. Each sends a statement on without waiting for the answers to those before, so
/// that few are enough; a second one and more keep a short statement from waiting for a long one.
const SHARED: usize = 8;

/// The connections that short writes share, those of [`SHARED`] among them. A commit waits for the disk, and what commits on several
/// connections at once waits for it together.
const WRITING: usize = 16;

/// Serializes migrations of processes that start together. The number is arbitrary, but must stay.
const MIGRATION_LOCK: &str = "SELECT pg_advisory_lock(7265131842)";

/// A connection of the pool.
pub type Connection = Object<AsyncPgConnection>;

/// A PostgreSQL database.
#[derive(Clone)]
pub struct Postgres {
    connector: Connector,
    pool: Pool<AsyncPgConnection>,
    shared: Arc<[Shared; WRITING]>,
    next: Arc<AtomicUsize>,
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Not the URL, which has the password.
        f.debug_struct("Postgres").field("pool", &self.pool.status()).finish_non_exhaustive()
    }
}

impl Postgres {
    /// As [`Postgres::with`], with the defaults of [`PoolConfig`].
    ///
    /// # Errors
    /// When the URL is malformed.
    pub fn new(url: &str) -> Result<Self, StoreError> {
        Self::with(url, PoolConfig::default())
    }

    /// Prepares the pool for a `postgres://` URL. No connection is made yet.
    ///
    /// # Errors
    /// When the URL is malformed.
    pub fn with(url: &str, PoolConfig { connections, timeout }: PoolConfig) -> Result<Self, StoreError> {
        let connector = Connector::new(url, timeout)?;
        let mut config = ManagerConfig::default();
        // The other ways ask the server at each checkout; a broken connection shows itself at its first use.
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
        let shared = Arc::new(std::array::from_fn(|_| Shared::default()));
        Ok(Self { connector, pool, shared, next: Arc::default() })
    }

    /// A connection of one's own, from the pool: for transactions, and for statements that may wait for a lock.
    ///
    /// # Errors
    /// When none is to be had in time.
    pub async fn connection(&self) -> Result<Connection, StoreError> {
        self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => StoreError::Unavailable(error.into()),
            PoolError::Timeout(_) => {
                StoreError::Unavailable(format!("no connection was free within {:?}", self.connector.timeout).into())
            }
            other => StoreError::Unavailable(other.into()),
        })
    }

    /// How many connections the pool has, and who uses them.
    #[must_use]
    pub fn pool_status(&self) -> deadpool::Status {
        self.pool.status()
    }

    /// A connection for one statement outside of any transaction, which others use at the same time: for statements that wait
    /// for no lock, since those behind them would have to wait as well.
    ///
    /// # Errors
    /// When none is to be had in time.
    pub async fn shared(&self) -> Result<Arc<Driven>, StoreError> {
        self.one_of(SHARED).await
    }

    /// A connection as that of [`Postgres::shared`], for one statement that writes.
    ///
    /// # Errors
    /// When none is to be had in time.
    pub async fn shared_for_writing(&self) -> Result<Arc<Driven>, StoreError> {
        self.one_of(WRITING).await
    }

    /// A connection of the driver below diesel, of one's own, on which a statement may take as long as it does: for COPY, which diesel does not
    /// have.
    ///
    /// # Errors
    /// When none is to be had in time.
    pub async fn client(&self) -> Result<Client, StoreError> {
        self.connector.client().await
    }

    /// The next of so many shared connections, each in turn.
    async fn one_of(&self, count: usize) -> Result<Arc<Driven>, StoreError> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed) % count;
        self.shared[turn].get(|| self.connector.for_statements()).await
    }

    /// Finds out whether the server answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let shared = self.shared().await?;
        (&mut &**shared).batch_execute("SELECT 1").await?;
        Ok(())
    }

    /// Compares the applied migrations with those that the program carries.
    ///
    /// # Errors
    /// When the server cannot be asked.
    pub async fn migration_state(&self, migrations: EmbeddedMigrations) -> Result<MigrationState, StoreError> {
        let carried = versions::<Pg>(migrations)?;
        let mut connection = self.connection().await?;
        let applied =
            applied_migrations::table.select(applied_migrations::version).load::<String>(&mut connection).await;
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
    /// Answers their versions. Needs tokio's multi-threaded runtime.
    ///
    /// # Errors
    /// When the server cannot be reached or a migration fails.
    pub async fn migrate(&self, migrations: EmbeddedMigrations) -> Result<Vec<String>, StoreError> {
        let Driven { mut connection, .. } = self.connector.unlimited().await?;
        // Released with the connection.
        connection.batch_execute(MIGRATION_LOCK).await?;
        let mut harness = AsyncMigrationHarness::new(connection);
        let applied = harness.run_pending_migrations(migrations).map_err(StoreError::Migration)?;
        Ok(applied.iter().map(ToString::to_string).collect())
    }
}
