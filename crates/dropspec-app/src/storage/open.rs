//! The configured database, as each command needs it.

use dropspec::db::Database;

use super::{DatabaseConfig, StorageError, StoredApp};
use crate::Error;

/// The database for a command that changes its tables. A SQLite file is created if it is missing.
pub(super) fn for_migration<A: StoredApp>() -> Result<Database, Error> {
    Ok(DatabaseConfig::from_env::<A>()?.open()?)
}

/// The database for a command that needs what is in it. A SQLite file has to exist.
pub(super) fn existing<A: StoredApp>() -> Result<Database, Error> {
    let config = DatabaseConfig::from_env::<A>()?;
    match config.location.file() {
        Some(file) if !file.exists() => Err(StorageError::NoFile(file.clone()).into()),
        _ => Ok(config.open()?),
    }
}
