//! Generates the service from its document, and the code of a document that has next to nothing.

use std::path::{Path, PathBuf};

use dropspec_build::generate;
use dropspec_build::source::Source;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    dropspec_build::server("documents/shop.yaml");

    let bare = Path::new("documents/bare.yaml");
    println!("cargo::rerun-if-changed={}", bare.display());
    let code = generate::server(&Source::read(bare)?)?.api;
    let target = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    std::fs::write(target.join("bare.rs"), code)?;
    Ok(())
}
