//! Why a command of the tables failed.

use std::path::PathBuf;

use dropspec::db::StoreError;
use dropspec::migrate::MakeError;
use dropspec::transfer::ExportError;
use dropspec::transfer::ImportError;

use super::Error;

/// Why a command of the tables failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StorageError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Migrations are not applied.
    #[error("the database is not ready: {0}")]
    NotMigrated(String),
    /// The tables are not as the document describes them.
    #[error("{0}: generate a migration with `make_migration`")]
    SchemaDrift(String),
    /// A command that only reads does not create the file that it looks for.
    #[error("no such file: {}: create it with `migrate`", .0.display())]
    NoFile(PathBuf),
    /// A migration cannot be generated.
    #[error(transparent)]
    Make(#[from] MakeError),
    /// A CSV file cannot be imported.
    #[error("{file}")]
    Import {
        /// Its name.
        file: String,
        /// Why.
        #[source]
        error: Box<ImportError>,
    },
    /// The embedded database cannot be created.
    #[error("cannot create {}", .file.display())]
    NewFile {
        /// Its file.
        file: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// Some rows were rejected, the others imported.
    #[error("{count} {} rejected; fix and import {}", if *.count == 1 { "row" } else { "rows" }, .file.display())]
    Rejected {
        /// How many.
        count: u64,
        /// The file that they are in.
        file: PathBuf,
    },
    /// The service has no such table, or none at all.
    #[error("no such table")]
    NoTable,
    /// Rejected rows of standard input have no file beside it.
    #[error("name a file for rejected rows: --skip-bad-rows=FILE")]
    NoRejectsFile,
    /// Rejected rows would overwrite a file.
    #[error("rejected rows cannot be written to {}, which exists: move it, or name another file with --skip-bad-rows=FILE", .0.display())]
    RejectsExist(PathBuf),
    /// The sample is not imported in production.
    #[error("production has no sample data: name a file to import")]
    SampleInProduction,
    /// An API key cannot be created or read.
    #[error(transparent)]
    Key(#[from] dropspec::Error),
    /// There is no such API key.
    #[error("no such key: {0}; `api_key list` prints the ids of all keys")]
    NoKey(String),
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Storage(error.into())
    }
}

impl From<ExportError> for Error {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Write(error) => Self::Io(error),
            ExportError::Store(error) => error.into(),
        }
    }
}
