//! Documents of several files, and references to any place, as the one document that is generated from.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod disk;
mod files;
mod names;
mod places;
mod served;
mod support;
mod unsupported;
