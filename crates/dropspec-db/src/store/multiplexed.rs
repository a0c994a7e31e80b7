//! Multiplexed connections: many tasks use one at a time, and their statements are pipelined. They are for reads, which wait for nothing.

use std::mem::forget;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use diesel::QueryResult;
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use tokio::sync::Mutex;

use super::cancel::Canceller;
use super::error::StoreError;
use super::migrations::{load_applied_migrations, load_is_read_only};
use super::statement::Query;
use super::transport::Driver;

/// A connection that tasks share, and the task that reads and writes its socket.
pub(super) struct MultiplexedConnection {
    pub(super) connection: AsyncPgConnection,
    driver: Driver,
    use_state: UseState,
}

impl MultiplexedConnection {
    pub(super) fn new(connection: AsyncPgConnection, driver: Driver, canceller: Canceller) -> Self {
        let use_state = UseState { canceller, is_abandoned: AtomicBool::new(false) };
        Self { connection, driver, use_state }
    }

    /// Runs a query.
    pub(super) async fn read<R>(&self, query: impl Query<R>) -> QueryResult<Vec<R>> {
        let guard = self.use_state.begin();
        let rows = query.run_on_postgres(&self.connection).await;
        guard.end();
        rows
    }

    /// Checks that the server responds.
    pub(super) async fn ping(&self) -> QueryResult<()> {
        let guard = self.use_state.begin();
        let result = (&mut &self.connection).batch_execute("SELECT 1").await;
        guard.end();
        result
    }

    /// The versions of the applied migrations.
    pub(super) async fn applied_migrations(&self) -> Result<Vec<String>, StoreError> {
        let guard = self.use_state.begin();
        let versions = load_applied_migrations(&self.connection).await;
        guard.end();
        versions
    }

    /// Whether the server accepts no changes, as a standby does.
    pub(super) async fn is_read_only(&self) -> QueryResult<bool> {
        let guard = self.use_state.begin();
        let is_read_only = load_is_read_only(&self.connection).await;
        guard.end();
        is_read_only
    }

    fn is_usable(&self) -> bool {
        // The task ends when the socket breaks.
        !self.driver.is_finished() && !self.use_state.is_abandoned.load(Ordering::Relaxed)
    }
}

/// Whether a task has left a connection while its query ran. Later queries would wait for that one.
struct UseState {
    canceller: Canceller,
    is_abandoned: AtomicBool,
}

impl UseState {
    fn begin(&self) -> UseGuard<'_> {
        UseGuard(&self.is_abandoned)
    }
}

impl Drop for UseState {
    fn drop(&mut self) {
        // No other task uses the connection any more, so that only the abandoned query can be hit.
        if *self.is_abandoned.get_mut() {
            self.canceller.clone().cancel_in_background(());
        }
    }
}

/// A query that runs. If it is dropped before its end, the connection is abandoned.
struct UseGuard<'a>(&'a AtomicBool);

impl UseGuard<'_> {
    fn end(self) {
        forget(self);
    }
}

impl Drop for UseGuard<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A slot for a multiplexed connection, which is made on first use and replaced when it breaks.
#[derive(Default)]
pub(super) struct ConnectionSlot {
    current: RwLock<Option<Arc<MultiplexedConnection>>>,
    /// Held while connecting, so that only one connection is made.
    connecting: Mutex<()>,
}

impl ConnectionSlot {
    /// The connection, which `connect` replaces if it is missing or broken.
    pub(super) async fn get<C, F>(&self, connect: C) -> Result<Arc<MultiplexedConnection>, StoreError>
    where
        C: FnOnce() -> F,
        F: Future<Output = Result<MultiplexedConnection, StoreError>>,
    {
        if let Some(connection) = self.working() {
            return Ok(connection);
        }
        // Boxed, because it is rare and large: the future of each request would contain it.
        Box::pin(self.reconnect(connect)).await
    }

    async fn reconnect<C, F>(&self, connect: C) -> Result<Arc<MultiplexedConnection>, StoreError>
    where
        C: FnOnce() -> F,
        F: Future<Output = Result<MultiplexedConnection, StoreError>>,
    {
        let _turn = self.connecting.lock().await;
        if let Some(connection) = self.working() {
            return Ok(connection);
        }
        let connection = Arc::new(connect().await?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&connection));
        Ok(connection)
    }

    fn working(&self) -> Option<Arc<MultiplexedConnection>> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.as_ref().filter(|connection| connection.is_usable()).map(Arc::clone)
    }
}
