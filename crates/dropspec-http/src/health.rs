//! The probes `/health/live` and `/health/ready`.

use std::future::Future;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, StatusCode};
use serde_json::{Map, Value, json};
use tokio::time::timeout;

use crate::problem::Problem;
use crate::response::Response;
use crate::router::Route;
use crate::upstream_error::UpstreamFailure;

/// The path of the liveness probe.
pub const LIVE: &str = "/health/live";

/// The path of the readiness probe.
pub const READY: &str = "/health/ready";

/// How long a service may take to check whether it is ready; after that it is not.
const READINESS_TIMEOUT: Duration = Duration::from_secs(3);

/// Whether a service can handle requests. A service that depends on nothing is ready as soon as it listens.
pub trait Readiness {
    /// The reason why the service is not ready, for its operators; without internal details. `None` when it is ready.
    fn unready(&self) -> impl Future<Output = Option<String>> + Send {
        async { None }
    }

    /// The states of the services that this one calls. The probe reports them all; one that is required and fails makes this one not ready.
    fn dependencies(&self) -> impl Future<Output = Vec<Dependency>> + Send {
        async { Vec::new() }
    }
}

/// The state of a service that another one calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// Its name.
    pub name: &'static str,
    /// Whether the service that calls it is not ready without it.
    pub is_required: bool,
    /// How it fails, if it does.
    pub failure: Option<UpstreamFailure>,
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
    let checks = async { tokio::join!(api.unready(), api.dependencies()) };
    match timeout(READINESS_TIMEOUT, checks).await {
        Ok((None, dependencies)) => with_dependencies(&dependencies),
        Ok((Some(reason), _)) => unready(reason),
        Err(_) => unready("a dependency does not respond"),
    }
}

fn with_dependencies(dependencies: &[Dependency]) -> Response {
    let missing = dependencies.iter().filter(|it| it.is_required).find_map(|it| Some((it.name, it.failure?)));
    if let Some((name, failure)) = missing {
        return unready(format!("upstream {name} {failure}"));
    }
    if dependencies.is_empty() {
        return ok(r#"{"status":"ready"}"#);
    }
    let state = |it: &Dependency| it.failure.map_or_else(|| "available".to_owned(), |failure| failure.to_string());
    let states: Map<String, Value> = dependencies.iter().map(|it| (it.name.to_owned(), state(it).into())).collect();
    ok(json!({ "status": "ready", "upstreams": states }).to_string())
}

fn unready(reason: impl Into<String>) -> Response {
    Response::problem(StatusCode::SERVICE_UNAVAILABLE, Problem::new(reason))
}

fn ok(body: impl Into<Bytes>) -> Response {
    Response::bytes(StatusCode::OK, "application/json", body)
}
