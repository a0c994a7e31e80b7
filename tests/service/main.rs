//! The service from outside: over a real port or through the program, on SQLite and on PostgreSQL.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[macro_use]
mod support;

mod bad_input;
mod browser;
mod client;
mod commands;
mod contract;
mod credentials;
mod differential;
mod docs;
mod document;
mod embedded;
mod entrypoint;
mod health;
mod import;
mod migrations;
mod observability;
mod operations;
mod outage;
mod panics;
mod problems;
mod request_id;
mod shutdown;
mod traces;
