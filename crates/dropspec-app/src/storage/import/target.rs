//! The database that is imported into.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use dropspec::db::{Database, StoreError};
use dropspec::reexport::diesel::connection::SimpleConnection as _;
use dropspec::reexport::diesel::sqlite::SqliteConnection;
use tempfile::{TempDir, TempPath};

use crate::Error;
use crate::storage::{DatabaseConfig, Location, StorageError, StoredApp};

/// A database to import into. The embedded one is created and migrated first, as when the service starts.
pub(super) struct Target {
    database: Database,
    new: Option<NewFile>,
}

/// An embedded database that is created by the import. It is in a folder beside its destination until the rows are stored: a failed import
/// leaves no empty database, to which the service would not add its sample any more.
struct NewFile {
    folder: TempDir,
    path: PathBuf,
    destination: PathBuf,
}

impl Target {
    /// Opens the database.
    pub(super) async fn open<A: StoredApp>(config: &DatabaseConfig) -> Result<Self, Error> {
        let Location::Embedded(file) = &config.location else {
            return Ok(Self { database: config.open()?, new: None });
        };
        let new = if file.symlink_metadata().is_ok() { None } else { Some(NewFile::beside(file)?) };
        let database = match &new {
            Some(new) => config.at(new.path.clone()).open()?,
            None => config.open()?,
        };
        database.migrate(A::MIGRATIONS).await?;
        Ok(Self { database, new })
    }

    pub(super) fn database(&self) -> &Database {
        &self.database
    }

    /// Keeps a database that is new.
    pub(super) async fn keep(self) -> Result<(), Error> {
        let (Some(new), Database::Sqlite(sqlite)) = (self.new, self.database) else { return Ok(()) };
        // Nothing remains in the WAL, which is not moved.
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        let run = |connection: &mut SqliteConnection| connection.batch_execute(checkpoint).map_err(StoreError::from);
        sqlite.write_alone(run).await?;
        new.move_to_destination()?;
        Ok(())
    }
}

impl NewFile {
    fn beside(destination: &Path) -> Result<Self, StorageError> {
        let name = destination.file_name().unwrap_or(destination.as_os_str());
        let parent = destination.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let failed = |cause| StorageError::NewFile { file: destination.to_owned(), cause };
        let prefix = format!(".{}.", name.display());
        let folder = tempfile::Builder::new().prefix(&prefix).tempdir_in(parent).map_err(failed)?;
        Ok(Self { path: folder.path().join(name), folder, destination: destination.to_owned() })
    }

    /// Moves the file to its destination, unless another process has created one there.
    fn move_to_destination(self) -> Result<(), StorageError> {
        let Self { folder, path, destination } = self;
        let moved = is_complete(&path).and_then(|()| {
            let path = TempPath::try_from_path(&path)?;
            path.persist_noclobber(&destination).map_err(|error| error.error)
        });
        // A folder that cannot be removed does no harm.
        folder.close().ok();
        moved.map_err(|cause| StorageError::NewFile { file: destination, cause })
    }
}

/// Checks that the WAL of a file is empty.
fn is_complete(path: &Path) -> io::Result<()> {
    let mut wal = path.as_os_str().to_owned();
    wal.push("-wal");
    match fs::metadata(wal) {
        Ok(metadata) if metadata.len() > 0 => Err(io::Error::other("the WAL is in use")),
        _ => Ok(()),
    }
}
