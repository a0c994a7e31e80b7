//! PostgreSQL: a few multiplexed connections for reads, a pool for writes, which may wait for locks, and a connection for the probe.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::migration::MigrationSource;
use diesel::pg::Pg;
use diesel_async::AsyncPgConnection;
use diesel_migrations::EmbeddedMigrations;
use dropspec_http::cancelled;
use tokio_postgres::Client;

use super::batch::{BatchQueues, BatchWrite, Turn};
use super::condition::Condition;
use super::connector::Connector;
use super::error::{StoreError, WriteError, driver_error};
use super::migrations::{MigrationRunner, MigrationState, Notify, scripts, versions};
use super::multiplexed::{ConnectionSlot, MultiplexedConnection};
use super::pool::PoolConfig;
use super::statement::Query;
use super::writers::Writers;

/// Why migrations do not run through PgBouncer: the lock that serializes them belongs to a session.
const NEEDS_SESSION: &str = "migrations need a direct connection to PostgreSQL: run `migrate` with a URL that names the server itself, \
                             without pgbouncer=true";

/// A PostgreSQL database.
#[derive(Clone)]
pub struct Postgres {
    connector: Connector,
    writers: Arc<Writers>,
    readers: Arc<Readers>,
    /// For reads that may take long, which others do not wait for.
    searchers: Arc<Readers>,
    /// For probes alone, which report the state of the server, not that of the other connections.
    probe: Arc<ConnectionSlot>,
    batches: BatchQueues,
}

/// Multiplexed connections that take turns.
struct Readers {
    slots: Box<[ConnectionSlot]>,
    turn: AtomicUsize,
}

impl Readers {
    fn new(connections: usize) -> Self {
        Self { slots: (0..connections).map(|_| ConnectionSlot::default()).collect(), turn: AtomicUsize::default() }
    }

    fn next(&self) -> &ConnectionSlot {
        &self.slots[self.turn.fetch_add(1, Ordering::Relaxed) % self.slots.len()]
    }
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Without the URL, which has the password.
        f.debug_struct("Postgres").field("writers", &self.writers).finish_non_exhaustive()
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
    pub fn with(url: &str, config: PoolConfig) -> Result<Self, StoreError> {
        let connections = config.connections;
        let connector = Connector::new(url, config)?;
        let writers = Arc::new(Writers::new(connector.clone(), url, config)?);
        Ok(Self {
            connector,
            writers,
            readers: Arc::new(Readers::new(connections.readers())),
            searchers: Arc::new(Readers::new(connections.searchers())),
            probe: Arc::default(),
            batches: BatchQueues::default(),
        })
    }

    /// Runs a short query on a multiplexed connection. Writes have connections of their own, so that a query never waits behind a lock.
    ///
    /// # Errors
    /// When the database cannot be reached or the query fails.
    pub async fn read<R>(&self, query: impl Query<R>) -> Result<Vec<R>, StoreError> {
        let connection = self.readers.next().get(|| self.connector.for_statements()).await?;
        Ok(connection.read(query).await?)
    }

    /// Runs a query that may take long on a multiplexed connection.
    ///
    /// # Errors
    /// As [`Postgres::read`].
    pub async fn search<R>(&self, query: impl Query<R>) -> Result<Vec<R>, StoreError> {
        let connection = self.searchers.next().get(|| self.connector.for_searches()).await?;
        Ok(connection.read(query).await?)
    }

    /// Runs work that writes, and may wait for locks, on a connection of the pool. What is one statement or one transaction can be repeated
    /// after a conflict: see [`ConflictRetries`](crate::ConflictRetries).
    ///
    /// # Errors
    /// The errors of `work`, or that no connection is available in time. An error means that nothing is stored, unless it is
    /// [`StoreError::UnknownOutcome`].
    pub async fn write<T, E: WriteError>(
        &self,
        work: impl AsyncFnOnce(&mut AsyncPgConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        self.writers.write(cancelled(), work).await
    }

    /// Makes a write, in one statement with others of its kind if some are under way. `write` is called only then.
    ///
    /// # Errors
    /// That the request was cancelled, that too many writes wait, or that the outcome is unknown.
    pub(crate) async fn write_in_batch<W: BatchWrite>(&self, write: impl FnOnce() -> W) -> Result<Turn<W>, StoreError> {
        self.batches.queue().write(&self.writers, write).await
    }

    async fn probe(&self) -> Result<Arc<MultiplexedConnection>, StoreError> {
        self.probe.get(|| self.connector.for_statements()).await
    }

    /// The size of the pool, and how many connections are in use.
    #[must_use]
    pub fn pool_status(&self) -> deadpool::Status {
        self.writers.status()
    }

    /// A new connection of the driver below diesel, whose statements have no time limit: for COPY, which diesel does not support.
    ///
    /// # Errors
    /// When none can be made in time.
    pub async fn client(&self) -> Result<Client, StoreError> {
        self.connector.client().await
    }

    /// Runs work that writes on such a connection. The statements are cancelled when the request is, and when the future is dropped.
    ///
    /// # Errors
    /// The errors of `work`, or that no connection can be made in time.
    pub async fn with_client<T, E: WriteError>(&self, work: impl AsyncFnOnce(&Client) -> Result<T, E>) -> Result<T, E> {
        let result = self.connector.driver_connection().await?.run(work).await;
        self.writers.record(&result);
        result
    }

    /// Checks that the server is reachable.
    ///
    /// # Errors
    /// When it is not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        Ok(self.probe().await?.ping().await?)
    }

    /// The state of the server in which writes fail. A standby and a read-only server say so; others are known by the last write.
    ///
    /// # Errors
    /// When the server is not reachable.
    pub(super) async fn condition(&self) -> Result<Option<Condition>, StoreError> {
        let is_read_only = self.probe().await?.is_read_only().await?;
        Ok(if is_read_only { Some(Condition::ReadOnly) } else { self.writers.failure() })
    }

    /// Compares the applied migrations with the embedded ones.
    ///
    /// # Errors
    /// When the server cannot be read, or the database is not in UTF-8.
    pub async fn migration_state(&self, migrations: EmbeddedMigrations) -> Result<MigrationState, StoreError> {
        self.compare_migrations(versions::<Pg>(migrations)?).await
    }

    async fn compare_migrations(&self, versions: Vec<String>) -> Result<MigrationState, StoreError> {
        let applied = self.probe().await?.applied_migrations().await?;
        Ok(MigrationState::compare(versions, &applied))
    }

    /// Applies pending migrations, and returns their versions. Processes that migrate concurrently wait for each other.
    ///
    /// A migration is one transaction, unless its `metadata.toml` has `run_in_transaction = false`: then each statement is one, and the
    /// migration goes on where it was interrupted. A statement that does not get its locks at once is repeated, so that reads and writes do
    /// not wait behind it. `notify` receives the transactions that hold the locks.
    ///
    /// # Errors
    /// When the server cannot be reached, the database is not in UTF-8, or a migration fails.
    pub async fn migrate(
        &self,
        migrations: impl MigrationSource<Pg>,
        notify: Notify<'_>,
    ) -> Result<Vec<String>, StoreError> {
        let scripts = scripts(&migrations)?;
        drop(migrations);
        let versions = scripts.iter().map(|script| script.version.clone()).collect();
        // It needs no second connection if there is nothing to do, and checks the encoding.
        let MigrationState::Pending(_) = self.compare_migrations(versions).await? else { return Ok(Vec::new()) };
        if self.connector.is_pooler() {
            return Err(StoreError::Migration(NEEDS_SESSION.into()));
        }
        let (client, monitor) = (self.connector.client().await?, self.connector.client().await?);
        let runner = MigrationRunner::new(client, monitor, notify).await.map_err(driver_error)?;
        runner.run(scripts).await.map_err(StoreError::Migration)
    }
}
