//! The folder with the migrations for a database system.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};

use super::MakeError;
use crate::plan::Plan;
use crate::snapshot::SchemaSnapshot;
use crate::sql;
use dropspec_db::Dialect;

/// The format of the version of a migration, with which its name begins.
pub(super) const VERSION_FORMAT: &str = "%Y-%m-%d-%H%M%S";

/// The file with the snapshot of the schema that a migration leads to.
const SNAPSHOT: &str = "schema.json";

/// Its name in migrations of earlier versions.
const OLD_SNAPSHOT: &str = "layout.json";

/// The metadata of a migration whose statements are transactions of their own.
const METADATA: &str = "# Each statement of up.sql is a transaction of its own, so that the tables can be in use.\nrun_in_transaction = false\n";

/// The folder with the migrations for a database system.
pub(super) struct Folder {
    pub(super) path: PathBuf,
}

impl Folder {
    pub(super) fn new(migrations: &Path, dialect: Dialect) -> Self {
        let name = match dialect {
            Dialect::Postgres => "postgres",
            Dialect::Sqlite => "sqlite",
        };
        Self { path: migrations.join(name) }
    }

    /// The snapshot of the newest migration that has one; empty if there is no migration.
    pub(super) fn newest_schema(&self) -> Result<SchemaSnapshot, MakeError> {
        let migrations = self.migrations()?;
        let snapshot = |path: &PathBuf| {
            [SNAPSHOT, OLD_SNAPSHOT].map(|name| path.join(name)).into_iter().find(|file| file.exists())
        };
        let Some(file) = migrations.iter().rev().find_map(snapshot) else {
            let is_new = migrations.is_empty();
            return if is_new { Ok(SchemaSnapshot::default()) } else { Err(MakeError::NoSchema(self.path.clone())) };
        };
        let text = fs::read_to_string(&file).map_err(|error| MakeError::Io { path: file.clone(), error })?;
        serde_json::from_str(&text).map_err(|error| MakeError::Snapshot { file, error })
    }

    /// The version of the newest migration.
    pub(super) fn newest_version(&self) -> Result<Option<DateTime<Utc>>, MakeError> {
        let name = |path: &PathBuf| Some(path.file_name()?.to_str()?.split('_').next()?.to_owned());
        let version = |name: String| NaiveDateTime::parse_from_str(&name, VERSION_FORMAT).ok();
        Ok(self.migrations()?.iter().filter_map(name).filter_map(version).max().map(|version| version.and_utc()))
    }

    /// All migrations, oldest first.
    fn migrations(&self) -> Result<Vec<PathBuf>, MakeError> {
        let failed = |error| MakeError::Io { path: self.path.clone(), error };
        let entries = match fs::read_dir(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(failed)?,
        };
        let paths: Result<Vec<PathBuf>, io::Error> = entries.map(|entry| Ok(entry?.path())).collect();
        let mut paths = paths.map_err(failed)?;
        paths.retain(|path| path.join("up.sql").exists());
        paths.sort();
        Ok(paths)
    }

    /// Writes a migration and returns its path. If that fails, nothing is left of it.
    pub(super) fn write(
        &self,
        name: &str,
        files: &MigrationFiles,
        schema: &SchemaSnapshot,
    ) -> Result<PathBuf, MakeError> {
        let path = self.path.join(name);
        let written = files.write(&path, schema);
        if written.is_err() {
            drop(fs::remove_dir_all(&path));
        }
        written.map_err(|error| MakeError::Io { path: path.clone(), error })?;
        Ok(path)
    }
}

/// The statements of a migration.
pub(super) struct MigrationFiles {
    pub(super) up: String,
    pub(super) down: String,
    /// Whether each statement of `up` is a transaction of its own.
    pub(super) in_steps: bool,
}

impl MigrationFiles {
    /// The statements of a plan.
    pub(super) fn of(plan: &Plan, dialect: Dialect) -> Self {
        let reversed = plan.reverse();
        let (in_steps, undo) = match dialect {
            Dialect::Postgres => (sql::change_in_steps(plan), sql::revert_rolling(&reversed)),
            Dialect::Sqlite => (None, None),
        };
        let down = undo.unwrap_or_else(|| sql::change(&reversed, dialect));
        match in_steps {
            Some(up) => Self { up, down, in_steps: true },
            None => Self { up: sql::change(plan, dialect), down, in_steps: false },
        }
    }

    fn write(&self, path: &Path, schema: &SchemaSnapshot) -> io::Result<()> {
        fs::create_dir_all(path)?;
        if self.in_steps {
            fs::write(path.join("metadata.toml"), METADATA)?;
        }
        fs::write(path.join("up.sql"), &self.up)?;
        fs::write(path.join("down.sql"), &self.down)?;
        fs::write(path.join(SNAPSHOT), serde_json::to_string_pretty(schema)? + "\n")
    }
}
