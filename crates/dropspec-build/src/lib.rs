#![doc = include_str!("../README.md")]

mod error;

use std::path::{Path, PathBuf};

use dropspec_codegen as codegen;
use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::formats::ServiceFormat;
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
    Folder { name, formats: Vec::new() }
}

/// Adds a format of strings: see [`Folder::format`].
#[must_use]
pub fn format<'n>(name: &'n str, function: &'n str) -> Folder<'n> {
    folder("").format(name, function)
}

/// A folder of `OUT_DIR` that files are generated into.
#[derive(Clone, Debug)]
pub struct Folder<'n> {
    name: &'n str,
    /// The formats that the service adds, with the paths of the functions that check them.
    formats: Vec<(&'n str, &'n str)>,
}

impl<'n> Folder<'n> {
    /// Adds a format of strings. Both validators check strings of this format with the function, a `fn(&str) -> bool` at a path such as
    /// `crate::isbn::is_isbn`.
    #[must_use]
    pub fn format(mut self, name: &'n str, function: &'n str) -> Self {
        self.formats.push((name, function));
        self
    }

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
        let target = directory("OUT_DIR")?.join(self.name);
        // Standard output is the channel from a build script to cargo.
        println!("cargo::rerun-if-changed={}", file.display());
        let mut source = Source::read(&file)?;
        for (name, function) in self.formats {
            source.add_format(ServiceFormat { name: name.to_owned(), function: Some(function.to_owned()) })?;
        }
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
