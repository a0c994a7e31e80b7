//! `/health/live` and `/health/ready`, for whoever runs the process, and the check that asks.

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

/// How long a service may take to find out whether it is ready. What it cannot find out in this time is not.
const PATIENCE: Duration = Duration::from_secs(3);

/// What a service needs to have before it can answer.
pub trait Readiness {
    /// Says why the service is not ready, in words for its operators that give nothing internal away.
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
    match timeout(PATIENCE, api.unready()).await {
        Ok(None) => ok(r#"{"status":"ready"}"#),
        Ok(Some(reason)) => unready(reason),
        Err(_) => unready("what the service depends on does not answer"),
    }
}

fn unready(reason: impl Into<String>) -> Response {
    Response::problem(StatusCode::SERVICE_UNAVAILABLE, Problem::new(reason))
}

fn ok(body: &'static str) -> Response {
    Response::bytes(StatusCode::OK, "application/json", body)
}
