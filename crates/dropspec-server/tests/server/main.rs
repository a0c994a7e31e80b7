//! Servers over TCP: start, routes, middleware, connections.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod compression;
mod connections;
mod cors;
mod decompression;
mod hosts;
mod layers;
mod memory;
mod methods;
mod mocks;
mod routes;
mod start;
mod support;
mod telemetry;
mod timeouts;
mod tls;
mod uploads;
