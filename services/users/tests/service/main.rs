//! Black-box tests of the back end and the front end over HTTP, on both databases.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[macro_use]
mod support;

mod backend;
mod browser;
mod contract;
mod outage;
mod page;
mod program;
