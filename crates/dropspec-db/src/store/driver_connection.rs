//! Connections to PostgreSQL of the driver below diesel, each for one task alone.

use dropspec_http::cancelled;
use tokio_postgres::Client;

use super::cancel::Canceller;
use super::error::{StoreError, WriteError};

/// A connection of the driver. If it is dropped while work runs, the statement of the work is cancelled.
pub(super) struct DriverConnection {
    /// `None` only when dropped.
    client: Option<Client>,
    canceller: Canceller,
    is_busy: bool,
}

impl DriverConnection {
    pub(super) fn new(client: Client, canceller: Canceller) -> Self {
        Self { client: Some(client), canceller, is_busy: false }
    }

    /// Runs work. When the request is cancelled, so are its statements.
    pub(super) async fn run<T, E: WriteError>(
        mut self,
        work: impl AsyncFnOnce(&Client) -> Result<T, E>,
    ) -> Result<T, E> {
        self.is_busy = true;
        let Some(client) = self.client.as_ref() else {
            return Err(StoreError::Unavailable("the connection is closed".into()).into());
        };
        let (result, _) = self.canceller.run(work(client), cancelled()).await;
        self.is_busy = false;
        result
    }
}

impl Drop for DriverConnection {
    fn drop(&mut self) {
        if self.is_busy {
            self.canceller.clone().cancel_in_background(self.client.take());
        }
    }
}
