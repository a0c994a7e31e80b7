//! The seeds of the fast path against the schemas of the slow path: whatever the bounds, the verdict is the same.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod array;
mod bounds;
mod integer;
mod number;
mod object;
mod plain;
mod random;
mod support;
mod text;
