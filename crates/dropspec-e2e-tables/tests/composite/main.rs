//! Keys of several properties, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[macro_use]
mod support;

mod bulk;
mod lines;
mod links;
mod lists;
mod settings;
mod transfer;
