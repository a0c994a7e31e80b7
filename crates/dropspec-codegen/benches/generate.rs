//! How the time of generation grows with the document: `cargo bench -p dropspec-codegen`.
//!
//! A build script runs without optimization unless `profile.*.build-override` asks for it, so
//! `CARGO_PROFILE_BENCH_OPT_LEVEL=0` shows what a plain build takes, and 1 to 3 what optimization makes of it.

#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::time::{Duration, Instant};

use dropspec_codegen as codegen;
use dropspec_openapi::source::Source;

#[path = "../tests/documents/large.rs"]
mod large;

fn main() {
    println!("{:>10} {:>12} {:>12} {:>12} {:>16}", "operations", "read", "server", "client", "per operation");
    let mut costs = Vec::new();
    for operations in [50, 500] {
        let text = large::document(operations);
        let (read, source) = timed(|| Source::parse("large.yaml".as_ref(), &text).unwrap());
        let (server, _) = timed(|| codegen::server(&source).unwrap());
        let (client, _) = timed(|| codegen::client(&source).unwrap());
        let cost = (read + server) / u32::try_from(operations).unwrap();
        println!("{operations:>10} {read:>12.1?} {server:>12.1?} {client:>12.1?} {cost:>16.1?}");
        costs.push(cost.as_secs_f64());
    }
    println!("an operation among 500 costs {:.2} times one among 50", costs[1] / costs[0]);
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let outcome = work();
    (start.elapsed(), outcome)
}
