//! Black-box tests of the service over HTTP and of the program, on SQLite and on PostgreSQL.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[macro_use]
mod support;

mod batches;
mod browser;
mod cancellation;
mod client;
mod commands;
mod conditions;
mod contract;
mod crash;
mod credentials;
mod differential;
mod docs;
mod document;
mod embedded;
mod entrypoint;
mod health;
mod hosts;
mod import;
mod invalid_input;
mod migrations;
mod observability;
mod operations;
mod outage;
mod panics;
mod pgbouncer;
mod problems;
mod request_id;
mod shutdown;
mod traces;
mod truth;
