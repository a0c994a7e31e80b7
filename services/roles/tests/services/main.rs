//! The services over HTTP: each alone, and all of them through the page.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod browser;
mod contract;
mod description;
mod moves;
mod outages;
mod page;
mod program;
mod role;
mod stat;
mod support;
