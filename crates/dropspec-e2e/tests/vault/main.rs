//! Tests of the security requirements of `documents/vault.yaml` over HTTP.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod alternatives;
mod contract;
mod credentials;
mod order;
mod scopes;
mod service;
mod support;
mod tokens;
