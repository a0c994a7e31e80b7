//! Errors of a build script.

use std::io;
use std::path::PathBuf;

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::formats::FormatError;

/// The reason why a build script fails.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BuildError {
    /// An environment variable of build scripts is not set.
    #[error("{0} is not set: call this function from build.rs")]
    NoBuildScript(&'static str),
    /// The document cannot be generated from.
    #[error(transparent)]
    Diagnostics(#[from] Diagnostics),
    /// A format cannot be added.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// A generated file cannot be written.
    #[error("{}: cannot write: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
}
