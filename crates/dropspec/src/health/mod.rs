//! `/health/live` and `/health/ready`, for whoever runs the process, and the check that asks.

mod any_certificate;
mod check;
mod target;

use std::future::Future;

use http::{Method, StatusCode};

use crate::problem::Problem;
use crate::reply::Reply;
use crate::router::Route;

pub use check::{CheckError, check};
pub use target::{Target, TargetError};

/// The path of the liveness probe.
pub(crate) const LIVE: &str = "/health/live";

/// The path of the readiness probe.
pub(crate) const READY: &str = "/health/ready";

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
        pages: None,
        handler: |_: &A, _| Box::pin(async { Ok(ok(r#"{"status":"live"}"#)) }),
    };
    let ready = Route {
        operation: "health_ready",
        method: Method::GET,
        path: READY,
        consumes: &[],
        produces: &[],
        pages: None,
        handler: |api: &A, _| Box::pin(async { Ok(readiness(api).await) }),
    };
    vec![live, ready]
}

async fn readiness<A: Readiness>(api: &A) -> Reply {
    match api.unready().await {
        None => ok(r#"{"status":"ready"}"#),
        Some(reason) => Reply::problem(StatusCode::SERVICE_UNAVAILABLE, Problem::new(reason)),
    }
}

fn ok(body: &'static str) -> Reply {
    Reply::bytes(StatusCode::OK, "application/json", body)
}
