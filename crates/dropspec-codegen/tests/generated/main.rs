//! Generated code.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod client;
mod commands;
mod constraints;
mod mocks;
mod names;
mod people;
mod security;
mod server;
mod support;
