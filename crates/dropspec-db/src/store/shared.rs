//! A connection that many use at once, made when it is first needed and again when it has broken.

use std::ops::Deref;
use std::sync::{Arc, PoisonError, RwLock};

use diesel_async::AsyncPgConnection;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

use super::error::StoreError;

/// A connection and the task that reads and writes its socket.
pub struct Driven {
    pub(super) connection: AsyncPgConnection,
    pub(super) driver: JoinHandle<Result<(), tokio_postgres::Error>>,
}

impl Deref for Driven {
    type Target = AsyncPgConnection;

    fn deref(&self) -> &AsyncPgConnection {
        &self.connection
    }
}

impl std::fmt::Debug for Driven {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Driven").field("driver", &self.driver).finish_non_exhaustive()
    }
}

/// A place for one connection.
#[derive(Default)]
pub(super) struct Shared {
    current: RwLock<Option<Arc<Driven>>>,
    /// Held by whoever makes a new one, so that only one is made.
    connecting: Mutex<()>,
}

impl Shared {
    /// The connection, which `connect` makes if there is none that works.
    pub(super) async fn get<C, F>(&self, connect: C) -> Result<Arc<Driven>, StoreError>
    where
        C: FnOnce() -> F,
        F: Future<Output = Result<Driven, StoreError>>,
    {
        if let Some(connection) = self.working() {
            return Ok(connection);
        }
        // That is rare, and takes much more room than all the rest: each request would carry it along.
        Box::pin(self.renewed(connect)).await
    }

    async fn renewed<C, F>(&self, connect: C) -> Result<Arc<Driven>, StoreError>
    where
        C: FnOnce() -> F,
        F: Future<Output = Result<Driven, StoreError>>,
    {
        let _turn = self.connecting.lock().await;
        if let Some(connection) = self.working() {
            return Ok(connection);
        }
        let connection = Arc::new(connect().await?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&connection));
        Ok(connection)
    }

    fn working(&self) -> Option<Arc<Driven>> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        // A socket that has broken ends its task.
        current.as_ref().filter(|connection| !connection.driver.is_finished()).map(Arc::clone)
    }
}
