//! Tables that refer to each other, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[macro_use]
mod support;

mod bulk;
mod children;
mod expand;
mod imports;
mod nested;
mod plans;
mod references;
mod rows;
mod search;
mod unique;
