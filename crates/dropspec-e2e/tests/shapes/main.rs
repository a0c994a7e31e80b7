//! Types of every kind: alternatives, compositions, recursion, and names that mean something else in Rust.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod alternatives;
mod formats;
mod support;
mod values;
