//! Passes the version of the compiler on to the metrics.

use std::error::Error;
use std::process::Command;

fn main() -> Result<(), Box<dyn Error>> {
    let program = std::env::var_os("RUSTC").ok_or("RUSTC is not set")?;
    let output = Command::new(program).arg("--version").output()?;
    let version = String::from_utf8(output.stdout)?;
    println!("cargo::rustc-env=RUSTC_VERSION={}", version.trim().trim_start_matches("rustc "));
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
