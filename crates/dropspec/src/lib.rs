#![doc = include_str!("../README.md")]

#[cfg(all(feature = "metrics", any(feature = "storage", feature = "upstream")))]
pub mod metrics;

#[cfg(feature = "auth")]
pub use dropspec_auth as auth;
#[cfg(feature = "upstream")]
pub use dropspec_client::upstream;
pub use dropspec_config as config;
#[cfg(feature = "storage")]
pub use dropspec_db as db;
#[cfg(feature = "docs")]
pub use dropspec_docs as docs;
#[cfg(feature = "html")]
pub use dropspec_html as html;
pub use dropspec_http::*;
#[cfg(feature = "storage")]
pub use dropspec_migrate as migrate;
pub use dropspec_schema::{self as schema, Binary, ErrorSource, Violation, encode};
pub use dropspec_server as server;
pub use dropspec_telemetry::{self as telemetry, build_info};
#[cfg(feature = "storage")]
pub use dropspec_transfer as transfer;

/// The probes of a service, and the check that requests them.
pub mod health {
    pub use dropspec_http::health::{Dependency, LIVE, READY, Readiness, routes};
    pub use dropspec_server::health::*;
}

/// The crates that generated code names, so that a service needs few dependencies of its own.
pub mod reexport {
    pub use {chrono, http, serde, serde_json, uuid};
    #[cfg(feature = "storage")]
    pub use {diesel, diesel_async};
}
