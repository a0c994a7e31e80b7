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
    folder("").server(document);
}

/// Generates a client from `document`, a path relative to the crate, for the library `dropspec-client`: `client.rs`.
#[cfg(feature = "client")]
pub fn client(document: impl AsRef<Path>) {
    folder("").client(document);
}

/// Generates the responses of operations that are not implemented yet, from the examples and schemas of `document`, a path relative to
/// the crate: `mocks.rs`.
pub fn mocks(document: impl AsRef<Path>) {
    folder("").mocks(document);
}

/// Generates the operations of `document`, a path relative to the crate, for a command line of the crate `dropspec-client`:
/// `commands.rs`.
#[cfg(feature = "client")]
pub fn commands(document: impl AsRef<Path>) {
    folder("").commands(document);
}

/// A folder of `OUT_DIR`, for a crate that has several documents: the files of each are in a folder of its own.
#[must_use]
pub fn folder(name: &str) -> Folder<'_> {
    Folder(name)
}

/// A folder of `OUT_DIR` that files are generated into.
#[derive(Clone, Copy, Debug)]
pub struct Folder<'n>(&'n str);

impl Folder<'_> {
    /// Generates what [`server`] does.
    pub fn server(self, document: impl AsRef<Path>) {
        self.build(document.as_ref(), |source| {
            let generated = codegen::server(source)?;
            let mut files: Files = generated.files().collect();
            files.push(("openapi.json", generated.json));
            files.push(("openapi.yaml", source.yaml().into_owned()));
            Ok(files)
        });
    }

    /// Generates what [`client`] does.
    #[cfg(feature = "client")]
    pub fn client(self, document: impl AsRef<Path>) {
        self.build(document.as_ref(), |source| Ok(vec![("client.rs", codegen::client(source)?)]));
    }

    /// Generates what [`mocks`] does.
    pub fn mocks(self, document: impl AsRef<Path>) {
        self.build(document.as_ref(), |source| Ok(vec![("mocks.rs", codegen::mocks(source)?)]));
    }

    /// Generates what [`commands`] does.
    #[cfg(feature = "client")]
    pub fn commands(self, document: impl AsRef<Path>) {
        self.build(document.as_ref(), |source| Ok(vec![("commands.rs", codegen::commands(source)?)]));
    }

    /// Generates files, or ends the build script with the diagnostics.
    fn build(self, document: &Path, generate: impl FnOnce(&Source) -> Result<Files, Diagnostics>) {
        if let Err(error) = self.try_build(document, generate) {
            #[allow(clippy::print_stderr, reason = "cargo shows the output of a failed build script")]
            {
                eprintln!("{error}");
            }
            std::process::exit(1);
        }
    }

    fn try_build(
        self,
        document: &Path,
        generate: impl FnOnce(&Source) -> Result<Files, Diagnostics>,
    ) -> Result<(), BuildError> {
        let file = directory("CARGO_MANIFEST_DIR")?.join(document);
        let target = directory("OUT_DIR")?.join(self.0);
        // Standard output is the channel from a build script to cargo.
        println!("cargo::rerun-if-changed={}", file.display());
        let source = Source::read(&file)?;
        for other in source.files().skip(1) {
            println!("cargo::rerun-if-changed={}", other.display());
        }
        if let Err(source) = std::fs::create_dir_all(&target) {
            return Err(BuildError::Write { path: target, source });
        }
        for (name, content) in generate(&source)? {
            let path = target.join(name);
            std::fs::write(&path, content).map_err(|source| BuildError::Write { path, source })?;
        }
        Ok(())
    }
}

/// The names and contents of generated files.
type Files = Vec<(&'static str, String)>;

/// A directory that cargo passes to build scripts.
fn directory(variable: &'static str) -> Result<PathBuf, BuildError> {
    std::env::var_os(variable).map(PathBuf::from).ok_or(BuildError::NoBuildScript(variable))
}
