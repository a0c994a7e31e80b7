//! Tests of the service of `documents/harbour.yaml` over HTTP. It returns the values that it decodes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod adjusted;
mod bodies;
mod bounds;
mod client;
mod contract;
mod exact;
mod media_types;
mod parameters;
mod patches;
mod responses;
mod support;
