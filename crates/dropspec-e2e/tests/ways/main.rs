//! Tests of the schemas of `documents/ways.yaml`: `readOnly` and `writeOnly`, discriminators, absent values, and schemas that no Rust
//! type represents.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod absence;
mod contract;
mod directions;
mod discriminators;
mod support;
mod untyped;
