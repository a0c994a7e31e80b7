//! Migrations as files: the newest ones, and the next one.

mod folder;
mod summary;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, Utc};

use self::folder::Folder;
use super::plan::{Options, Plan, PlanErrors};
use super::snapshot::SchemaSnapshot;
use dropspec_db::Dialect;

/// A generated migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedMigration {
    /// Its folders, one for each database system.
    pub folders: Vec<PathBuf>,
    /// Its steps in words, one per line.
    pub summary: Vec<String>,
}

/// Why a migration is not generated.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// It would lose data, or lacks data.
    #[error(transparent)]
    Rejection(#[from] PlanErrors),
    /// Its name has no letter or digit.
    #[error("invalid migration name `{0}`: use letters and digits")]
    Name(String),
    /// The snapshots of the two database systems differ.
    #[error("the newest snapshots of {} and {} differ; fix the older one first", .0.display(), .1.display())]
    Apart(PathBuf, PathBuf),
    /// No migration has a snapshot.
    #[error("no migration in {} has a schema.json: write one that describes the tables as the newest leaves them", .0.display())]
    NoSchema(PathBuf),
    /// A snapshot cannot be read.
    #[error("cannot read {}", file.display())]
    Snapshot {
        /// The file.
        file: PathBuf,
        /// The cause.
        #[source]
        error: serde_json::Error,
    },
    /// A file or folder cannot be read or written.
    #[error("{}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// The cause.
        #[source]
        error: std::io::Error,
    },
}

/// Writes the migration from the snapshot of the newest migration in `folder` to the schema `to`, for each database system; `None` if
/// there is no change. Its version is the time `now`, or a second after that of the newest migration.
///
/// # Errors
/// When the plan has errors, or files cannot be read or written; then nothing is left of it.
pub fn make(
    folder: &Path,
    name: &str,
    to: &SchemaSnapshot,
    options: &Options,
    now: SystemTime,
) -> Result<Option<GeneratedMigration>, MakeError> {
    let name = plain_name(name).ok_or_else(|| MakeError::Name(name.to_owned()))?;
    let [postgres, sqlite] = [Dialect::Postgres, Dialect::Sqlite].map(|dialect| Folder::new(folder, dialect));
    let from = postgres.newest_schema()?;
    if sqlite.newest_schema()? != from {
        return Err(MakeError::Apart(postgres.path, sqlite.path));
    }
    let plan = Plan::new(&from, to, options)?;
    if plan.is_empty() {
        return Ok(None);
    }
    let now = DateTime::<Utc>::from(now);
    let newest = postgres.newest_version()?.max(sqlite.newest_version()?);
    let version = newest.map_or(now, |newest| now.max(newest + chrono::TimeDelta::seconds(1)));
    let name = format!("{}_{name}", version.format(folder::VERSION_FORMAT));
    let mut made = Vec::new();
    for folder in [&postgres, &sqlite] {
        match folder.write(&name, &plan, to) {
            Ok(path) => made.push(path),
            Err(error) => {
                // Remains would be in the way of the next attempt. The error of removing them matters less than the first one.
                made.iter().for_each(|path| drop(std::fs::remove_dir_all(path)));
                return Err(error);
            }
        }
    }
    Ok(Some(GeneratedMigration { folders: made, summary: summary::summary(&plan) }))
}

/// The name in lower case, with `_` for all that is neither a letter nor a digit.
fn plain_name(name: &str) -> Option<String> {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("_").to_ascii_lowercase();
    (!name.is_empty()).then_some(name)
}
