//! Servers: what routes can stand together, and what a server starts on.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod connections;
mod cors;
mod mocks;
mod observed;
mod pages;
mod routes;
mod start;
mod support;
mod timeouts;
mod tls;
