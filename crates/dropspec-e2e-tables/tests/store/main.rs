//! A shop as a user would describe it: authors, books of several authors, and orders with lines, on both databases.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[macro_use]
mod support;

mod books;
mod orders;
