//! Calls of other services, made by a service of the engine while it handles a request.
//!
//! An [`UpstreamConfig`] declares another service: its name, the default URL, and the limits of a call. Reading it from the environment
//! makes an [`Upstream`], which makes generated clients. Several are read together ([`UpstreamConfig::read_all`]), so that they share an HTTP client.
//! Each call of a generated client
//!
//! - ends at the deadline of the upstream, and before that of the request that is handled;
//! - is repeated once if that is safe, within a budget, so that an upstream that fails is not flooded;
//! - passes on the trace (`traceparent`, `tracestate`) and the id (`X-Request-Id`) of the request that is handled;
//! - reads the whole response before the client has it, and at most as much as is allowed.
//!
//! An error converts into that of the engine with `?`: the client gets a 502, or a 504 if there was no response in time, with a problem that
//! names the upstream; the log has the cause.
//!
//! ```
//! use dropspec_client::upstream::{Upstream, UpstreamConfig, dependencies};
//! use dropspec_config::Environment;
//! # struct Client(dropspec_client::Connection);
//! # impl From<dropspec_client::Connection> for Client {
//! #     fn from(connection: dropspec_client::Connection) -> Self {
//! #         Self(connection)
//! #     }
//! # }
//!
//! const STOCK: UpstreamConfig = UpstreamConfig::new("stock", "http://127.0.0.1:5001");
//!
//! // STOCK_URL is the address, STOCK_TIMEOUT the longest time of a call.
//! let mut env = Environment::of("SHOP", &[("STOCK_URL", "http://stock:5001")]);
//! let stock: Upstream = STOCK.read(&mut env);
//! env.finish()?;
//!
//! // The generated client of the document of the upstream.
//! let client: Client = stock.client();
//! # Ok::<(), dropspec_config::ConfigError>(())
//! ```
//!
//! # Retries
//!
//! A call is repeated if there was no connection, as nothing was sent then. Calls of idempotent methods (`GET`, `PUT`, `DELETE` and so on) are
//! also repeated if the connection broke, and after 502 and 503 without `Retry-After`. Retries are limited to a tenth of the calls of the last ten
//! seconds, and ten more.
//!
//! # Readiness
//!
//! [`dependencies`] has the states of upstreams for `Readiness::dependencies`. It asks for the *liveness* of each (`/health/live`), not for its
//! readiness, so that services that call each other do not ask in circles, and one that fails does not make all above it fail one after
//! the other. Behind a load balancer that heeds readiness, such as a Service of Kubernetes, this reaches only instances that are ready.
//! The state is kept for two seconds, however often it is asked for.

mod base_url;
mod call;
mod config;
mod context;
mod counters;
mod error;
mod health;
mod retry;

pub use call::Upstream;
pub use config::UpstreamConfig;
pub use counters::{CallTotals, call_totals};

use dropspec_http::health::Dependency;
use futures_util::future::join_all;

/// The states of upstreams, which are asked at the same time.
pub async fn dependencies(upstreams: impl IntoIterator<Item = &Upstream>) -> Vec<Dependency> {
    join_all(upstreams.into_iter().map(Upstream::state)).await
}
