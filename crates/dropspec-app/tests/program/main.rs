//! Programs of several services. This test is such a program itself: with arguments it runs their commands, without it tests them.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a test fails by panicking")]

mod cases;
mod process;
mod services;

use std::process::ExitCode;

fn main() -> ExitCode {
    // The arguments of the harness that this test does without: options, and filters.
    match std::env::args().nth(1).as_deref() {
        Some("all" | "front" | "back" | "--help") => services::program().run(),
        Some("--list") => ExitCode::SUCCESS,
        filter => run(filter.filter(|text| !text.starts_with('-')).unwrap_or_default()),
    }
}

/// Runs the cases whose names contain a text.
fn run(filter: &str) -> ExitCode {
    let selected = cases::ALL.iter().filter(|(name, _)| name.contains(filter));
    let failed = selected.filter(|(name, case)| {
        let outcome = std::panic::catch_unwind(case);
        eprintln!("test {name} ... {}", if outcome.is_ok() { "ok" } else { "FAILED" });
        outcome.is_err()
    });
    if failed.count() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
