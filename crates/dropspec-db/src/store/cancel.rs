//! Cancelling statements of PostgreSQL.

use std::time::Duration;

use tokio::time::timeout;
use tokio_postgres::{CancelToken, NoTls};

/// The time limit of a request to cancel.
const CANCEL_TIMEOUT: Duration = Duration::from_secs(5);

/// Asks the server to cancel the statement that runs on a connection. Whether it does is seen on that connection.
pub(super) async fn cancel(token: &CancelToken) {
    // A server that cannot be reached cannot be asked.
    let _ = timeout(CANCEL_TIMEOUT, token.cancel_query(NoTls)).await;
}
