//! The probes `/health/live` and `/health/ready`.

use std::future::Future;
use std::time::Duration;

use http::{Method, StatusCode};
use tokio::time::timeout;

use crate::problem::Problem;
use crate::response::Response;
use crate::router::Route;

/// The path of the liveness probe.
pub const LIVE: &str = "/health/live";

/// The path of the readiness probe.
pub const READY: &str = "/health/ready";

/// How long a service may take to check whether it is ready; after that it is not.
const READINESS_TIMEOUT: Duration = Duration::from_secs(3);

/// Whether a service can handle requests.
pub trait Readiness {
    /// The reason why the service is not ready, for its operators; without internal details. `None` when it is ready.
    fn unready(&self) -> impl Future<Output = Option<String>> + Send;
}

/// The routes of the probes.
#[must_use]
pub fn routes<A: Readiness + Send + Sync>() -> Vec<Route<A>> {
    let live = Route {
        operation: "health_live",
        method: Method::GET,
        path: LIVE,
        consumes: &[],
        produces: &[],
        renderer: None,
        handler: |_: &A, _| Box::pin(async { Ok(ok(r#"{"status":"live"}"#)) }),
    };
    let ready = Route {
        operation: "health_ready",
        method: Method::GET,
        path: READY,
        consumes: &[],
        produces: &[],
        renderer: None,
        handler: |api: &A, _| Box::pin(async { Ok(readiness(api).await) }),
    };
    vec![live, ready]
}

async fn readiness<A: Readiness>(api: &A) -> Response {
    match timeout(READINESS_TIMEOUT, api.unready()).await {
        Ok(None) => ok(r#"{"status":"ready"}"#),
        Ok(Some(reason)) => unready(reason),
        Err(_) => unready("a dependency does not respond"),
    }
}

fn unready(reason: impl Into<String>) -> Response {
    Response::problem(StatusCode::SERVICE_UNAVAILABLE, Problem::new(reason))
}

fn ok(body: &'static str) -> Response {
    Response::bytes(StatusCode::OK, "application/json", body)
}
