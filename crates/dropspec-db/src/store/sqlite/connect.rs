//! Opening a SQLite file.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::sqlite::SqliteConnection;
use diesel::{Connection, QueryResult};

use super::cancel::opening;
use super::sync::SqliteSync;
use crate::store::error::StoreError;

/// How long to wait for a locked file when it is opened.
const LOCK_TIMEOUT: Duration = Duration::from_secs(5);

/// How often a locked file is tried again.
const RETRY_INTERVAL: Duration = Duration::from_millis(5);

/// Opens the file, and creates it if it does not exist.
pub(super) fn connect(path: &Path, sync: SqliteSync) -> Result<SqliteConnection, StoreError> {
    let unavailable = |cause: String| StoreError::Unavailable(format!("{}: {cause}", path.display()).into());
    let text = path.to_str().ok_or_else(|| unavailable("the path is not UTF-8".to_owned()))?;
    let mut connection =
        opening(|| SqliteConnection::establish(text)).map_err(|error| unavailable(error.to_string()))?;
    set_up(&mut connection, sync).map_err(|error| unavailable(error.to_string()))?;
    Ok(connection)
}

/// Sets the connection up. Changing the journal mode needs exclusive access, but does not call the busy handler.
fn set_up(connection: &mut SqliteConnection, sync: SqliteSync) -> QueryResult<()> {
    let sync = sync.pragma();
    let pragmas = format!("PRAGMA journal_mode = WAL; PRAGMA synchronous = {sync}; PRAGMA foreign_keys = ON;");
    let started = Instant::now();
    loop {
        match connection.batch_execute(&pragmas) {
            Err(error) if error.to_string().contains("locked") && started.elapsed() < LOCK_TIMEOUT => {
                thread::sleep(RETRY_INTERVAL);
            }
            outcome => return outcome,
        }
    }
}
