//! Calls of other services: a service of the engine calls an upstream that is down, slow, talks nonsense, or is as it should be.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod context;
mod deadlines;
mod errors;
mod fake;
mod front;
mod pool;
mod readiness;
mod retries;
