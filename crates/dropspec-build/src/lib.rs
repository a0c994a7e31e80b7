//! Generates the Rust of a service from its OpenAPI 3.0 document.
//!
//! Called by `build.rs` in one line: [`server`] for the service, [`client`] for its client. What is generated lies in
//! `OUT_DIR` and is included by the crate. Whatever the document has that cannot be represented ends the build with a message that
//! says file, line, column and JSON Pointer.
//!
//! The way through: [`source`] reads the files and keeps the positions, [`document`] understands it, [`lower`] words the
//! schemas for the libraries that take them, [`generate`] writes Rust.
//!
//! # What a document may be
//!
//! - One file or several, YAML or JSON. A reference may lead to any place in any of them, by a relative path; remote references and
//!   absolute paths are refused, because a build must come out the same on every machine. What is referred to becomes a named
//!   component, and paths are put in place. Several files are served as the one document that they come to, one as it was written.
//! - The path of its `servers` stands before all paths: `https://example.com/v2` serves `/v2/…`. Variables have their defaults, and
//!   all servers must have the same path.
//! - An operation without `operationId` is named after its method and path: `GET /pets/{id}` is `get_pets_by_id`.
//! - Links, callbacks and examples are checked and served; nothing is generated from callbacks.

use std::path::{Path, PathBuf};

use dropspec_codegen as codegen;
use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::source::Source;

/// Generates a server from `document`, a path relative to the crate, for `build.rs`: `api.rs`, `contract.rs` and the document itself
/// as YAML and JSON.
pub fn server(document: impl AsRef<Path>) {
    build(document.as_ref(), |source| {
        let generated = codegen::server(source)?;
        Ok(vec![
            ("api.rs", generated.api),
            ("contract.rs", generated.contract),
            ("openapi.json", generated.json),
            ("openapi.yaml", source.yaml().into_owned()),
        ])
    });
}

/// Generates a client from `document`, a path relative to the crate, for `build.rs`: `client.rs`.
pub fn client(document: impl AsRef<Path>) {
    build(document.as_ref(), |source| Ok(vec![("client.rs", codegen::client(source)?)]));
}

/// Generates what the operations of `document` answer while they are not implemented, for `build.rs`: `mocks.rs`, the document's
/// examples.
pub fn mocks(document: impl AsRef<Path>) {
    build(document.as_ref(), |source| Ok(vec![("mocks.rs", codegen::mocks(source)?)]));
}

/// Generates the operations of `document` as the crate `dropspec-client` makes a command line of them, for `build.rs`:
/// `commands.rs`.
pub fn commands(document: impl AsRef<Path>) {
    build(document.as_ref(), |source| Ok(vec![("commands.rs", codegen::commands(source)?)]));
}

type Files = Vec<(&'static str, String)>;

/// Generates files, or ends the build script with what is wrong.
fn build(document: &Path, generate: impl FnOnce(&Source) -> Result<Files, Diagnostics>) {
    let outcome = try_build(document, generate);
    if let Err(message) = outcome {
        #[allow(clippy::print_stderr, reason = "cargo shows what a failed build script prints")]
        {
            eprintln!("{message}");
        }
        std::process::exit(1);
    }
}

fn try_build(document: &Path, generate: impl FnOnce(&Source) -> Result<Files, Diagnostics>) -> Result<(), String> {
    let variable = |name| {
        std::env::var_os(name).map(PathBuf::from).ok_or_else(|| format!("{name} is not set: call this from build.rs"))
    };
    let file = variable("CARGO_MANIFEST_DIR")?.join(document);
    let target = variable("OUT_DIR")?;
    // Standard output is how a build script talks to cargo.
    println!("cargo::rerun-if-changed={}", file.display());
    let source = Source::read(&file).map_err(|found| found.to_string())?;
    for other in source.files().skip(1) {
        println!("cargo::rerun-if-changed={}", other.display());
    }
    for (name, content) in generate(&source).map_err(|found| found.to_string())? {
        let path = target.join(name);
        std::fs::write(&path, content).map_err(|error| format!("{}: cannot write: {error}", path.display()))?;
    }
    Ok(())
}
