//! The service of `documents/harbour.yaml`, over HTTP on a loopback port: it answers with what it has understood.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod answers;
mod bodies;
mod parameters;
mod patches;
mod support;
