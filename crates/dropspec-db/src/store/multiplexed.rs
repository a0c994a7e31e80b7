//! Multiplexed connections: many tasks use one at a time, and their statements are pipelined.

use std::ops::Deref;
use std::sync::{Arc, PoisonError, RwLock};

use diesel_async::AsyncPgConnection;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

use super::error::StoreError;

/// A connection that tasks share, and the task that reads and writes its socket.
pub struct MultiplexedConnection {
    pub(super) connection: AsyncPgConnection,
    pub(super) driver: JoinHandle<Result<(), tokio_postgres::Error>>,
}

impl Deref for MultiplexedConnection {
    type Target = AsyncPgConnection;

    fn deref(&self) -> &AsyncPgConnection {
        &self.connection
    }
}

impl std::fmt::Debug for MultiplexedConnection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MultiplexedConnection").field("driver", &self.driver).finish_non_exhaustive()
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
        // The task ends when the socket breaks.
        current.as_ref().filter(|connection| !connection.driver.is_finished()).map(Arc::clone)
    }
}
