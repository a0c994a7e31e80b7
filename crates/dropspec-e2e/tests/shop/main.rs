//! Tests of the service of `documents/shop.yaml` over HTTP.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod bodies;
mod contract;
mod fuzzed;
mod instances;
mod parameters;
mod responses;
mod route_conflicts;
mod routes;
mod samples;
mod support;
mod validators;
// The functions of the fuzz targets.
#[allow(unreachable_pub, reason = "public in the crate of the fuzz targets")]
#[path = "../../../../fuzz/src/values.rs"]
mod values;
