//! The service of `documents/vault.yaml`, whose operations ask for credentials of each kind.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod alternatives;
mod credentials;
mod first;
mod scopes;
mod support;
