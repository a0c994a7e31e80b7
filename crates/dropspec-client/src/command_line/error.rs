//! Errors that end a command.

use std::io;
use std::process::ExitCode;

use crate::transport::TransportError;

/// An error that ends a command.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The arguments do not make a request.
    #[error("{0}")]
    Usage(String),
    /// The asynchronous runtime cannot be started.
    #[error("cannot start: {0}")]
    Start(#[source] io::Error),
    /// The request cannot be sent, or has no response.
    #[error("cannot reach {url}: {}", root_cause(source))]
    Connect { url: String, source: TransportError },
    /// The connection broke while the response was read.
    #[error("cannot read the response: {}", root_cause(.0))]
    Read(#[source] reqwest::Error),
    /// The response is not JSON, although its media type says so.
    #[error("the response is not valid JSON: {0}")]
    InvalidJson(#[source] serde_json::Error),
    /// Standard output cannot be written.
    #[error("cannot write the response: {0}")]
    Output(#[source] io::Error),
    /// The service returned an error status; the message describes the response.
    #[error("{0}")]
    Response(String),
}

impl Error {
    /// The exit status: 1 for an error response, 2 for wrong usage, 3 if there is no complete response.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Response(_) => 1,
            Self::Usage(_) => 2,
            Self::Start(_) | Self::Connect { .. } | Self::Read(_) | Self::InvalidJson(_) | Self::Output(_) => 3,
        })
    }
}

/// The innermost cause of an error, such as `Connection refused`. The outer ones only say that there is one.
pub(crate) fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
