//! Bearer tokens that are JSON Web Tokens: which are accepted, and why others are rejected.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod algorithms;
mod claims;
mod configuration;
mod issuer;
mod key_sets;
mod malformed;
mod remote;
mod support;
