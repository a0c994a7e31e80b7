//! Databases: SQLite files, and what needs no PostgreSQL to be tested of PostgreSQL.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod errors;
mod groups;
mod jobs;
mod key;
mod migrations;
mod open;
mod postgres;
mod support;
