//! Errors that end a command.

use std::io;

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::formats::FormatError;

use crate::exit::ExitStatus;

/// An error that ends a command.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A document is not supported.
    #[error("{0}")]
    Unsupported(Diagnostics),
    /// A document cannot be read.
    #[error("{0}")]
    Unreadable(Diagnostics),
    /// The command cannot be carried out as given.
    #[error("dropspec: {0}")]
    Command(String),
    /// A format cannot be added to those that are checked.
    #[error("dropspec: {0}")]
    Format(#[from] FormatError),
    /// A file of a new service cannot be rendered.
    #[error("dropspec: cannot render a template: {0}")]
    Template(#[from] askama::Error),
    /// Standard output cannot be written.
    #[error("dropspec: cannot write the output: {0}")]
    Output(#[from] io::Error),
}

impl Error {
    /// The exit status of a command that ends with this error.
    pub(crate) fn exit_status(&self) -> ExitStatus {
        match self {
            Self::Unsupported(_) => ExitStatus::Failure,
            Self::Unreadable(_) | Self::Command(_) | Self::Format(_) | Self::Template(_) | Self::Output(_) => {
                ExitStatus::Error
            }
        }
    }
}
