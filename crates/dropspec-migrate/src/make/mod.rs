//! Migrations as files: the newest that are there, and the next.

mod folder;
mod summary;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, Utc};

use self::folder::Folder;
use super::plan::{Options, Plan, PlanErrors};
use super::snapshot::SchemaSnapshot;
use super::sql;
use dropspec_db::Dialect;

/// A migration that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedMigration {
    /// Its folders, one for each kind of database.
    pub folders: Vec<PathBuf>,
    /// What it does, each a line.
    pub summary: Vec<String>,
}

/// Why a migration is not made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// It would lose data, or needs some.
    #[error(transparent)]
    Rejection(#[from] PlanErrors),
    /// Its name has nothing that can stand in the name of a folder.
    #[error("invalid migration name `{0}`: use letters and digits")]
    Name(String),
    /// The migrations of the two kinds of database have come apart.
    #[error("the newest snapshots of {} and {} differ; fix the older one first", .0.display(), .1.display())]
    Apart(PathBuf, PathBuf),
    /// There are migrations, but what they make is not known.
    #[error("no migration in {} has a schema.json: write one that describes the tables as the newest leaves them", .0.display())]
    NoSchema(PathBuf),
    /// A snapshot cannot be read.
    #[error("cannot read {}: {error}", file.display())]
    Snapshot {
        /// The file.
        file: PathBuf,
        /// Why.
        error: serde_json::Error,
    },
    /// A file or folder cannot be read or written.
    #[error("{}: {error}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
}

/// Writes the migration that makes the schema `to` of that of the newest migration in `folder`, for each kind of database; none if there
/// is nothing to do. Its version is the moment `now`, or one after that of the newest migration.
///
/// # Errors
/// When the change is refused, or files cannot be read or written; then nothing is left of it.
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
    let moment = newest.map_or(now, |newest| now.max(newest + chrono::TimeDelta::seconds(1)));
    let name = format!("{}_{name}", moment.format(folder::VERSION_FORMAT));
    let undo = plan.reverse();
    let mut made = Vec::new();
    for folder in [&postgres, &sqlite] {
        let sql = |plan| sql::change(plan, folder.dialect);
        match folder.write(&name, &sql(&plan), &sql(&undo), to) {
            Ok(path) => made.push(path),
            Err(error) => {
                // What is left of a failure is in the way of whoever tries again; that it cannot be removed says less than the failure.
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
