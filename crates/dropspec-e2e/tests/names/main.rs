//! Names that Rust, SQL, diesel and the databases use for something else, in all positions of a document.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[macro_use]
mod support;

mod columns;
mod contract;
mod operations;
mod properties;
