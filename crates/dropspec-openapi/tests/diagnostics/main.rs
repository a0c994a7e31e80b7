//! Diagnostics about invalid documents: the position, the problem and the fix.
//!
//! Each snapshot is the diagnostic as a build prints it, with the line that it points at below.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod adjusted;
mod bodies;
mod components;
mod defaults;
mod geography;
mod hints;
mod kinds;
mod links;
mod operations;
mod parameters;
mod paths;
mod references;
mod relations;
mod responses;
mod root;
mod schemas;
mod security;
mod servers;
mod support;
mod syntax;
mod tables;
