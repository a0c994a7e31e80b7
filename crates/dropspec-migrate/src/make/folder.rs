//! The folder with the migrations for a kind of database.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};

use super::MakeError;
use crate::dialect::Dialect;
use crate::layout::Layout;

/// How the name of a migration begins, which is its version.
pub(super) const MOMENT: &str = "%Y-%m-%d-%H%M%S";

/// The file that says what a migration makes of the tables.
const LAYOUT: &str = "layout.json";

/// The folder with the migrations for a kind of database.
pub(super) struct Folder {
    pub(super) path: PathBuf,
    pub(super) dialect: Dialect,
}

impl Folder {
    pub(super) fn new(migrations: &Path, dialect: Dialect) -> Self {
        let name = match dialect {
            Dialect::Postgres => "postgres",
            Dialect::Sqlite => "sqlite",
        };
        Self { path: migrations.join(name), dialect }
    }

    /// What the newest migration that has a layout makes of the tables; nothing, where there is no migration.
    pub(super) fn newest_layout(&self) -> Result<Layout, MakeError> {
        let migrations = self.migrations()?;
        let Some(migration) = migrations.iter().rev().find(|path| path.join(LAYOUT).exists()) else {
            let is_new = migrations.is_empty();
            return if is_new { Ok(Layout::default()) } else { Err(MakeError::NoLayout(self.path.clone())) };
        };
        let file = migration.join(LAYOUT);
        let text = fs::read_to_string(&file).map_err(|error| MakeError::Io { path: file.clone(), error })?;
        serde_json::from_str(&text).map_err(|error| MakeError::Layout { file, error })
    }

    /// The moment that is the version of the newest migration.
    pub(super) fn newest_moment(&self) -> Result<Option<DateTime<Utc>>, MakeError> {
        let name = |path: &PathBuf| Some(path.file_name()?.to_str()?.split('_').next()?.to_owned());
        let moment = |name: String| NaiveDateTime::parse_from_str(&name, MOMENT).ok();
        Ok(self.migrations()?.iter().filter_map(name).filter_map(moment).max().map(|moment| moment.and_utc()))
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

    /// Writes a migration and answers where; nothing of it stays when it fails.
    pub(super) fn write(&self, name: &str, up: &str, down: &str, layout: &Layout) -> Result<PathBuf, MakeError> {
        let path = self.path.join(name);
        let written = write_all(&path, up, down, layout);
        if written.is_err() {
            drop(fs::remove_dir_all(&path));
        }
        written.map_err(|error| MakeError::Io { path: path.clone(), error })?;
        Ok(path)
    }
}

fn write_all(path: &Path, up: &str, down: &str, layout: &Layout) -> io::Result<()> {
    fs::create_dir_all(path)?;
    fs::write(path.join("up.sql"), up)?;
    fs::write(path.join("down.sql"), down)?;
    fs::write(path.join(LAYOUT), serde_json::to_string_pretty(layout)? + "\n")
}
