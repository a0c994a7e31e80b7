//! The connections to PostgreSQL for writes, which may wait for locks.

use std::fmt;

use deadpool::Runtime;
use deadpool::managed::QueueMode;
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool::{Pool, PoolError};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod};
use futures_util::FutureExt;

use super::condition::Condition;
use super::connector::Connector;
use super::error::{StoreError, WriteError};
use super::exclusive::ExclusiveConnection;
use super::pool::PoolConfig;
use super::write_failure::WriteFailure;

/// A pool of connections for writes.
pub(super) struct Writers {
    connector: Connector,
    pool: Pool<AsyncPgConnection>,
    failure: WriteFailure,
}

impl fmt::Debug for Writers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the URL, which has the password.
        f.debug_struct("Writers").field("pool", &self.pool.status()).finish_non_exhaustive()
    }
}

impl Writers {
    /// Opens a pool. No connection is made yet.
    pub(super) fn new(connector: Connector, url: &str, config: PoolConfig) -> Result<Self, StoreError> {
        let PoolConfig { connections, timeout, .. } = config;
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
            .max_size(connections.writers())
            .runtime(Runtime::Tokio1)
            // The connections that were used last have prepared their statements.
            .queue_mode(QueueMode::Lifo)
            .wait_timeout(Some(timeout))
            .create_timeout(Some(timeout))
            .build()
            .map_err(|error| StoreError::Unavailable(error.into()))?;
        Ok(Self { connector, pool, failure: WriteFailure::default() })
    }

    /// Runs work that writes on a connection of the pool, until `cancelled` ends.
    ///
    /// # Errors
    /// The errors of `work`, or that no connection is available in time. An error means that nothing is stored, unless it is
    /// [`StoreError::UnknownOutcome`].
    pub(super) async fn write<T, E: WriteError>(
        &self,
        cancelled: impl Future<Output = ()>,
        work: impl AsyncFnOnce(&mut AsyncPgConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        let result = self.exclusive().await?.write(work, cancelled).await;
        self.record(&result);
        result
    }

    /// Records whether a write succeeded.
    pub(super) fn record<T, E: WriteError>(&self, outcome: &Result<T, E>) {
        self.failure.record(outcome);
    }

    /// The condition that made the last write fail.
    pub(super) fn failure(&self) -> Option<Condition> {
        self.failure.get()
    }

    /// The size of the pool, and how many connections are in use.
    pub(super) fn status(&self) -> deadpool::Status {
        self.pool.status()
    }

    async fn exclusive(&self) -> Result<ExclusiveConnection, StoreError> {
        let Connector { server, timeout, .. } = &self.connector;
        let object = self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => server.unavailable(error),
            PoolError::Timeout(_) => server.unavailable(format!("no connection was free within {timeout:?}")),
            other => server.unavailable(other),
        })?;
        let canceller = self.connector.canceller(&object);
        Ok(ExclusiveConnection::new(object, canceller))
    }
}
