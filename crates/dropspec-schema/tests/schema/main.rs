//! The fast validators agree with the complete ones, whatever the bounds.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod array;
mod bounds;
mod exact;
mod integer;
mod number;
mod object;
mod plain;
mod random;
mod string_enum;
mod support;
mod text;
