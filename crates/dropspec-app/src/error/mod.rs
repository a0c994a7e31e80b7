//! Why a command failed.

#[cfg(feature = "storage")]
mod storage;

use std::io;
use std::process::{ExitCode, ExitStatus};

use dropspec::config::ConfigError;
use dropspec::health::{CheckError, ProbeUrlError};
use dropspec::server::{ListenerError, StartError};
use dropspec::telemetry::TelemetryError;

#[cfg(feature = "storage")]
pub use storage::StorageError;

/// Any error.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The environment is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A command of the tables failed.
    #[cfg(feature = "storage")]
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// Log, metrics or traces cannot be set up.
    #[error(transparent)]
    Telemetry(#[from] TelemetryError),
    /// The log cannot be set up.
    #[error("cannot set up the log")]
    Log(#[from] tracing::subscriber::SetGlobalDefaultError),
    /// The service cannot be built.
    #[error("cannot build the service")]
    Build(#[source] BoxError),
    /// The server did not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The server ended by itself.
    #[error("the server failed")]
    Server(#[source] ListenerError),
    /// The output cannot be written, or the system refuses something.
    #[error("cannot write")]
    Io(#[from] io::Error),
    /// The service is not ready.
    #[error(transparent)]
    Health(#[from] CheckError),
    /// The address of the service is not known.
    #[error("{0}: name the probe with --url")]
    ProbeUrl(ProbeUrlError),
    /// `--mock` was given to a service that has no examples.
    #[error("this service has no examples for --mock: generate them with dropspec_build::mocks in build.rs")]
    NoMocks,
    /// A service of a program did not start.
    #[error("cannot start {name}")]
    StartService {
        /// The name of the service.
        name: &'static str,
        /// The cause.
        source: io::Error,
    },
    /// A service of a program ended before the others.
    #[error("{name} ended by itself, {status}")]
    ServiceEnded {
        /// The name of the service.
        name: &'static str,
        /// How it ended.
        status: ExitStatus,
    },
    /// A service of a program was shut down, and failed.
    #[error("{name} failed to shut down, {status}")]
    ServiceFailed {
        /// The name of the service.
        name: &'static str,
        /// How it ended.
        status: ExitStatus,
    },
    /// A command of the service itself failed.
    #[error(transparent)]
    Command(BoxError),
}

/// The exit code of a command that did its work but rejected rows.
#[cfg(feature = "storage")]
const REJECTED: u8 = 3;

impl From<ProbeUrlError> for Error {
    fn from(error: ProbeUrlError) -> Self {
        Self::ProbeUrl(error)
    }
}

impl Error {
    /// The exit code for it.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            // The reader has seen enough, as in `app openapi | head`.
            Self::Io(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            #[cfg(feature = "storage")]
            Self::Storage(StorageError::Rejected { .. }) => ExitCode::from(REJECTED),
            _ => ExitCode::FAILURE,
        }
    }

    /// The error and its sources, in one line.
    pub(crate) fn chain(&self) -> String {
        dropspec::chain(self)
    }

    /// Whether it has to be shown.
    pub(crate) fn is_silent(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}
