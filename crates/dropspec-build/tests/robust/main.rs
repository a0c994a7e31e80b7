//! Whatever a document is like, the generator says what is wrong with it, or generates: it never panics, and it ends.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../documents/large.rs"]
mod large;
mod mutate;
mod mutations;
mod size;
