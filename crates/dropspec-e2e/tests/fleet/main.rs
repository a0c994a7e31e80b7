//! Tables with columns of every type, on both databases, with the default implementations of all operations.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[macro_use]
mod support;

mod contract;
mod flags;
mod preconditions;
mod ships;
mod voyages;
