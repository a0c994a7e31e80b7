//! Runs the service that an OpenAPI document describes.
//!
//! The generator (`dropspec-build`) turns the document into types, a trait with one method per operation, and
//! [`Route`]s that call it. This crate is what the routes stand on:
//!
//! - [`server`]: the transport, dropshot, and the pipeline behind it;
//! - [`schema`]: validation, on a fast and a slow path;
//! - [`parameter`]: how parameters are written;
//! - [`encode`]: JSON on its way out;
//! - [`security`]: who calls, and whether that will do;
//! - [`Problem`], [`Fault`]: what a client sees of an error, and what it does not;
//! - [`health`], [`document`], [`docs`]: the routes beside the document;
//! - [`Mock`]: what it sees of an operation that is not implemented;
//! - [`emission`]: the generated types as dropshot and schemars see them, for the contract test;
//! - [`config`]: what the environment says;
//! - [`observe`]: its log, its metrics, its traces;
//! - [`store`]: connections to PostgreSQL and SQLite, and migrations;
//! - [`table`]: the tables that the document describes;
//! - [`migration`]: how databases are given them.

mod binary;
mod call;
pub mod config;
mod content;
pub mod csv;
pub mod docs;
pub mod document;
pub mod emission;
pub mod encode;
pub mod export;
mod fault;
pub mod health;
pub mod import;
mod media;
pub mod migration;
mod mock;
mod negotiate;
pub mod observe;
pub mod parameter;
mod pipeline;
mod problem;
mod redaction;
mod reply;
mod router;
pub mod schema;
pub mod security;
pub mod server;
mod status;
pub mod store;
pub mod table;
mod told;

pub use binary::Binary;
pub use call::{Call, Field, Items, Refusal, Upload, UploadError};
pub use content::{Content, TypedContent};
pub use fault::Fault;
pub use mock::Mock;
pub use pipeline::{Limits, ResponseValidation};
pub use problem::{PROBLEM_JSON, Place, Problem, Violation};
pub use reply::{Payload, Reply};
pub use router::{Answer, Route, RouteError};
pub use status::{OtherClass, StatusOf};

/// What generated code names, so that a service needs few dependencies of its own.
pub mod reexport {
    pub use {chrono, diesel, diesel_async, dropshot, http, schemars, serde, serde_json, uuid};
}
