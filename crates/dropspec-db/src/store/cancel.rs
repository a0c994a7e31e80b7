//! Cancelling statements of PostgreSQL.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{sleep, timeout};
use tokio_postgres::CancelToken;

use super::transport::Transport;

/// The time limit of a request to cancel.
const CANCEL_TIMEOUT: Duration = Duration::from_secs(5);

/// The time between two requests to cancel. One that arrives between two statements has no effect.
const CANCEL_INTERVAL: Duration = Duration::from_millis(100);

/// Cancels the statements of a connection, over a connection of its own.
#[derive(Clone)]
pub(super) struct Canceller {
    transport: Arc<Transport>,
    token: CancelToken,
}

impl Canceller {
    pub(super) fn new(transport: Arc<Transport>, token: CancelToken) -> Self {
        Self { transport, token }
    }

    /// Asks the server to cancel the statement that runs. Whether it does is seen on the connection itself.
    pub(super) async fn cancel(&self) {
        // A server that cannot be reached cannot be asked.
        let _ = timeout(CANCEL_TIMEOUT, self.transport.cancel(&self.token)).await;
    }

    /// Runs work whose statements are cancelled when `cancelled` ends. Returns its result, and whether they were cancelled.
    pub(super) async fn run<T>(&self, work: impl Future<Output = T>, cancelled: impl Future<Output = ()>) -> (T, bool) {
        let mut work = std::pin::pin!(work);
        tokio::select! {
            biased;
            result = &mut work => (result, false),
            () = cancelled => tokio::select! {
                biased;
                result = &mut work => (result, true),
                never = self.cancel_repeatedly() => match never {},
            },
        }
    }

    /// Cancels all statements of the connection, until this is dropped.
    async fn cancel_repeatedly(&self) -> Infallible {
        loop {
            self.cancel().await;
            sleep(CANCEL_INTERVAL).await;
        }
    }

    /// Like [`Canceller::cancel`], in the background; `connection` is dropped after it.
    pub(super) fn cancel_in_background(self, connection: impl Send + 'static) {
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                self.cancel().await;
                drop(connection);
            });
        }
    }
}
