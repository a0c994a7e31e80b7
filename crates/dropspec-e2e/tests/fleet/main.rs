//! Tables with columns of every kind, on both databases, through operations that nobody has written.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[macro_use]
mod support;

mod conditions;
mod ships;
mod voyages;
