//! Why a service is not made.

use std::io;

use dropspec_build::diagnostic::{Diagnostic, Diagnostics};

/// Why a service is not made; nothing is left of it then.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The document is not supported.
    #[error("{0}")]
    Unsupported(Diagnostics),
    /// The document has no operations.
    #[error("{0}")]
    NoOperations(Diagnostic),
    /// The document cannot be read.
    #[error("{0}")]
    Unreadable(Diagnostics),
    /// The command cannot be carried out as given.
    #[error("dropspec: {0}")]
    Command(String),
    /// A file cannot be rendered.
    #[error("dropspec: cannot render a template: {0}")]
    Template(#[from] askama::Error),
    /// Standard output cannot be written.
    #[error("dropspec: cannot write: {0}")]
    Output(#[from] io::Error),
}
