//! The services over HTTP: each alone, and all of them through the page.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod contract;
mod description;
mod moves;
mod role;
mod stat;
mod support;
