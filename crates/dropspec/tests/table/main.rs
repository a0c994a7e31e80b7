//! Tables, on both databases.

#![allow(clippy::unwrap_used)]

#[macro_use]
mod support;

mod records;
