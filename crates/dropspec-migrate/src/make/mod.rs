//! Migrations as files: the newest ones, and the next one.

mod finish;
mod folder;
mod summary;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, Utc};

pub use self::finish::finish;
use self::folder::{Folder, MigrationFiles};
use super::plan::{Options, Plan, PlanErrors, Rename};
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
    /// The document has changes that another migration has to make first.
    #[error("the document has other changes; make a migration for these first")]
    OtherChanges,
    /// The column that was renamed is not there.
    #[error("`--finish-rename {}={}`: no table, or several, have a column {} and none with the old name", .0.old, .0.new, .0.new)]
    NotRenamed(Rename),
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
    let folders = Folders::open(folder, name, now)?;
    let plan = Plan::new(&folders.schema, to, options)?;
    if plan.is_empty() {
        return Ok(None);
    }
    let files = [Dialect::Postgres, Dialect::Sqlite].map(|dialect| MigrationFiles::of(&plan, dialect));
    folders.write(&files, to, summary::summary(&plan)).map(Some)
}

/// The folders of both database systems, and the migration that is next in them.
struct Folders {
    folders: [Folder; 2],
    /// The newest schema.
    schema: SchemaSnapshot,
    /// The name of the next migration, with its version.
    name: String,
}

impl Folders {
    fn open(folder: &Path, name: &str, now: SystemTime) -> Result<Self, MakeError> {
        let name = plain_name(name).ok_or_else(|| MakeError::Name(name.to_owned()))?;
        let [postgres, sqlite] = [Dialect::Postgres, Dialect::Sqlite].map(|dialect| Folder::new(folder, dialect));
        let schema = postgres.newest_schema()?;
        if sqlite.newest_schema()? != schema {
            return Err(MakeError::Apart(postgres.path, sqlite.path));
        }
        let now = DateTime::<Utc>::from(now);
        let newest = postgres.newest_version()?.max(sqlite.newest_version()?);
        let version = newest.map_or(now, |newest| now.max(newest + chrono::TimeDelta::seconds(1)));
        let name = format!("{}_{name}", version.format(folder::VERSION_FORMAT));
        Ok(Self { folders: [postgres, sqlite], schema, name })
    }

    fn write(
        &self,
        files: &[MigrationFiles; 2],
        schema: &SchemaSnapshot,
        summary: Vec<String>,
    ) -> Result<GeneratedMigration, MakeError> {
        let mut made = Vec::new();
        for (folder, files) in self.folders.iter().zip(files) {
            match folder.write(&self.name, files, schema) {
                Ok(path) => made.push(path),
                Err(error) => {
                    // Remains would be in the way of the next attempt. The error of removing them matters less than the first one.
                    made.iter().for_each(|path| drop(std::fs::remove_dir_all(path)));
                    return Err(error);
                }
            }
        }
        Ok(GeneratedMigration { folders: made, summary })
    }
}

/// The name in lower case, with `_` for all that is neither a letter nor a digit.
fn plain_name(name: &str) -> Option<String> {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("_").to_ascii_lowercase();
    (!name.is_empty()).then_some(name)
}
