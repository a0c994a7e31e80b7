//! Checks whether a running service is ready.

use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body_util::{BodyExt, Empty, Limited};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde::Deserialize;

use super::probe_url::ProbeUrl;

/// The maximum size of a problem that is read, in bytes.
const MAX_PROBLEM_SIZE: usize = 64 * 1024;

/// Why a service does not count as ready.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// Nothing listens there, or it does not speak HTTP.
    #[error("cannot reach {url}: {reason}")]
    Unreachable {
        /// The URL.
        url: ProbeUrl,
        /// The innermost cause.
        reason: String,
    },
    /// The response takes too long.
    #[error("no response from {url} within {} s", .timeout.as_secs_f32())]
    Timeout {
        /// The URL.
        url: ProbeUrl,
        /// The timeout.
        timeout: Duration,
    },
    /// The service responds that it is not.
    #[error("{url} responds with {status}{}", .reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default())]
    Unready {
        /// The URL.
        url: ProbeUrl,
        /// The status of the response.
        status: StatusCode,
        /// The `detail` of its problem, if the response is one.
        reason: Option<String>,
    },
}

/// Succeeds if a service responds in time that it is ready.
///
/// # Errors
/// When it does not.
pub async fn check(url: &ProbeUrl, timeout: Duration) -> Result<(), CheckError> {
    let elapsed = |_| CheckError::Timeout { url: url.clone(), timeout };
    tokio::time::timeout(timeout, request(url)).await.map_err(elapsed)?
}

async fn request(url: &ProbeUrl) -> Result<(), CheckError> {
    let unreachable = |error: &(dyn Error + 'static)| CheckError::Unreachable {
        url: url.clone(),
        reason: root_cause(error).to_string(),
    };
    #[cfg(feature = "tls")]
    let connector = super::any_certificate::connector().map_err(|error| unreachable(&error))?;
    #[cfg(not(feature = "tls"))]
    let connector = hyper_util::client::legacy::connect::HttpConnector::new();
    let client = Client::builder(TokioExecutor::new()).build::<_, Empty<Bytes>>(connector);
    let response = client.get(url.uri().clone()).await.map_err(|error| unreachable(&error))?;
    match response.status() {
        status if status.is_success() => Ok(()),
        status => Err(CheckError::Unready { url: url.clone(), status, reason: reason(response).await }),
    }
}

/// The innermost cause; those around it repeat it.
fn root_cause<'e>(error: &'e (dyn Error + 'static)) -> &'e (dyn Error + 'static) {
    error.source().map_or(error, root_cause)
}

/// The `detail` of a problem.
async fn reason(response: Response<Incoming>) -> Option<String> {
    #[derive(Deserialize)]
    struct Problem {
        detail: String,
    }
    let body = Limited::new(response.into_body(), MAX_PROBLEM_SIZE).collect().await.ok()?.to_bytes();
    serde_json::from_slice::<Problem>(&body).ok().map(|problem| problem.detail)
}
