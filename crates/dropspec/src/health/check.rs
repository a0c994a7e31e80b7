//! Whether a service that runs is ready: what the health check of a container asks.

use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use http_body_util::{BodyExt, Empty, Limited};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde::Deserialize;
use tokio::time::timeout;

use super::Target;
use super::any_certificate::connector;

/// How much of a refusal is read, in bytes.
const MAX_REFUSAL: usize = 64 * 1024;

/// Why a service does not count as ready.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// Nobody listens, or what listens does not speak HTTP.
    #[error("{target} cannot be asked: {reason}")]
    Unreachable {
        /// What was to be asked.
        target: Target,
        /// What went wrong.
        reason: String,
    },
    /// The answer takes too long.
    #[error("{target} does not answer within {} s", .patience.as_secs_f32())]
    Late {
        /// What was asked.
        target: Target,
        /// How long it had.
        patience: Duration,
    },
    /// The service says that it is not.
    #[error("{target} answers {status}{}", .reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default())]
    Unready {
        /// What was asked.
        target: Target,
        /// With what it answered.
        status: StatusCode,
        /// The `detail` of its problem, if that is what it answered.
        reason: Option<String>,
    },
}

/// Succeeds if a service says, in time, that it is ready.
///
/// # Errors
/// When it does not.
pub async fn check(target: &Target, patience: Duration) -> Result<(), CheckError> {
    let late = |_| CheckError::Late { target: target.clone(), patience };
    timeout(patience, ask(target)).await.map_err(late)?
}

async fn ask(target: &Target) -> Result<(), CheckError> {
    let unreachable = |error: &(dyn Error + 'static)| CheckError::Unreachable {
        target: target.clone(),
        reason: root_cause(error).to_string(),
    };
    let connector = connector().map_err(|error| unreachable(&error))?;
    let client = Client::builder(TokioExecutor::new()).build::<_, Empty<Bytes>>(connector);
    let response = client.get(target.url().clone()).await.map_err(|error| unreachable(&error))?;
    match response.status() {
        status if status.is_success() => Ok(()),
        status => Err(CheckError::Unready { target: target.clone(), status, reason: reason(response).await }),
    }
}

/// What the layers around it only repeat.
fn root_cause<'e>(error: &'e (dyn Error + 'static)) -> &'e (dyn Error + 'static) {
    error.source().map_or(error, root_cause)
}

/// What a problem document says.
async fn reason(response: Response<Incoming>) -> Option<String> {
    #[derive(Deserialize)]
    struct Problem {
        detail: String,
    }
    let body = Limited::new(response.into_body(), MAX_REFUSAL).collect().await.ok()?.to_bytes();
    serde_json::from_slice::<Problem>(&body).ok().map(|problem| problem.detail)
}
