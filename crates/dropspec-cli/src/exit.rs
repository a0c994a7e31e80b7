//! The exit status of a command.

use std::process::ExitCode;

/// The exit status of a command, ordered from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ExitStatus {
    /// 0: no problems were found.
    Success = 0,
    /// 1: a document is not supported, or has breaking changes.
    Failure = 1,
    /// 2: a document cannot be read, or the command line is wrong.
    Error = 2,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status as u8)
    }
}
