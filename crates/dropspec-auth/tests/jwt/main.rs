//! Bearer tokens that are JSON Web Tokens: which are accepted, and why others are not.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod algorithms;
mod claims;
mod configuration;
mod forms;
mod issuer;
mod key_sets;
mod remote;
mod support;
