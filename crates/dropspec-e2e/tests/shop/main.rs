//! The service of `documents/shop.yaml`, over HTTP on a loopback port.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod answers;
mod bodies;
mod emission;
mod fuzzed;
mod instances;
mod parameters;
mod paths_agree;
mod routes;
mod samples;
mod support;
// What the fuzz targets call.
#[allow(unreachable_pub, reason = "public in the crate of the targets")]
#[path = "../../../../fuzz/src/values.rs"]
mod values;
