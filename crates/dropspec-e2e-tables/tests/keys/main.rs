//! Values that the server makes, on both databases: keys, timestamps and callers.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[macro_use]
mod support;

mod concurrent;
mod deleted;
mod identity;
mod notes;
mod transfer;
