#![doc = include_str!("../README.md")]

mod error;

use std::path::{Path, PathBuf};

use dropspec_codegen as codegen;
use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::source::Source;

use error::BuildError;

/// Generates a server from `document`, a path relative to the crate: `api.rs` with the files that it includes, and the document as `openapi.yaml` and
/// `openapi.json`.
pub fn server(document: impl AsRef<Path>) {
    build(document.as_ref(), |source| {
        let generated = codegen::server(source)?;
        let mut files: Files = generated.files().collect();
        files.push(("openapi.json", generated.json));
        files.push(("openapi.yaml", source.yaml().into_owned()));
        Ok(files)
    });
}

/// Generates a client from `document`, a path relative to the crate, for the library `dropspec-client`: `client.rs`.
pub fn client(document: impl AsRef<Path>) {
    build(document.as_ref(), |source| Ok(vec![("client.rs", codegen::client(source)?)]));
}

/// Generates the responses of operations that are not implemented yet, from the examples and schemas of `document`, a path relative to
/// the crate: `mocks.rs`.
pub fn mocks(document: impl AsRef<Path>) {
    build(document.as_ref(), |source| Ok(vec![("mocks.rs", codegen::mocks(source)?)]));
}

/// Generates the operations of `document`, a path relative to the crate, for a command line of the crate `dropspec-client`:
/// `commands.rs`.
pub fn commands(document: impl AsRef<Path>) {
    build(document.as_ref(), |source| Ok(vec![("commands.rs", codegen::commands(source)?)]));
}

/// The names and contents of generated files.
type Files = Vec<(&'static str, String)>;

/// Generates files, or ends the build script with the diagnostics.
fn build(document: &Path, generate: impl FnOnce(&Source) -> Result<Files, Diagnostics>) {
    if let Err(error) = try_build(document, generate) {
        #[allow(clippy::print_stderr, reason = "cargo shows the output of a failed build script")]
        {
            eprintln!("{error}");
        }
        std::process::exit(1);
    }
}

fn try_build(document: &Path, generate: impl FnOnce(&Source) -> Result<Files, Diagnostics>) -> Result<(), BuildError> {
    let file = directory("CARGO_MANIFEST_DIR")?.join(document);
    let target = directory("OUT_DIR")?;
    // Standard output is the channel from a build script to cargo.
    println!("cargo::rerun-if-changed={}", file.display());
    let source = Source::read(&file)?;
    for other in source.files().skip(1) {
        println!("cargo::rerun-if-changed={}", other.display());
    }
    for (name, content) in generate(&source)? {
        let path = target.join(name);
        std::fs::write(&path, content).map_err(|source| BuildError::Write { path, source })?;
    }
    Ok(())
}

/// A directory that cargo passes to build scripts.
fn directory(variable: &'static str) -> Result<PathBuf, BuildError> {
    std::env::var_os(variable).map(PathBuf::from).ok_or(BuildError::NoBuildScript(variable))
}
