//! Points on the Earth, on both databases.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[macro_use]
mod support;

mod near;
mod plans;
mod rejections;
mod rows;
mod sql;
