//! Opening a SQLite file.

use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::sql_types::Text;
use diesel::sqlite::SqliteConnection;
use diesel::{Connection, QueryResult, RunQueryDsl};

use super::cancel::opening;
use super::functions;
use crate::store::encoding::EncodingError;
use crate::store::error::StoreError;
use crate::store::pool::PoolConfig;
use crate::store::sqlite_sync::SqliteSync;

/// How long to wait for a locked file when it is opened.
const OPEN_TIMEOUT: Duration = Duration::from_secs(5);

/// How often a locked file is tried again.
const RETRY_INTERVAL: Duration = Duration::from_millis(5);

/// A SQLite file, and how it is opened.
#[derive(Clone, Debug)]
pub(super) struct SqliteFile {
    path: Arc<Path>,
    sync: SqliteSync,
    /// How long a statement waits for a locked file.
    lock_timeout: Duration,
}

impl SqliteFile {
    /// The file at a path. Its statements wait for locks as long as those of PostgreSQL.
    pub(super) fn new(path: &Path, config: &PoolConfig) -> Self {
        Self { path: path.into(), sync: config.sqlite_sync, lock_timeout: config.statement_timeout }
    }

    /// Opens the file, and creates it if it does not exist.
    pub(super) fn connect(&self) -> Result<SqliteConnection, StoreError> {
        let path = self.path.display();
        let unavailable = |cause: String| StoreError::Unavailable(format!("{path}: {cause}").into());
        let text = self.path.to_str().ok_or_else(|| unavailable("the path is not UTF-8".to_owned()))?;
        let mut connection = opening(self.lock_timeout, || SqliteConnection::establish(text))
            .map_err(|error| unavailable(error.to_string()))?;
        set_up(&mut connection, self.sync).map_err(|error| unavailable(error.to_string()))?;
        let encoding = sql::<Text>("(SELECT encoding FROM pragma_encoding)");
        let encoding: String = diesel::select(encoding).get_result(&mut connection)?;
        EncodingError::check_sqlite(&encoding)?;
        Ok(connection)
    }
}

/// Sets the connection up. Changing the journal mode needs exclusive access, but does not call the busy handler.
fn set_up(connection: &mut SqliteConnection, sync: SqliteSync) -> QueryResult<()> {
    functions::register(connection)?;
    let sync = sync.pragma();
    let pragmas = format!("PRAGMA journal_mode = WAL; PRAGMA synchronous = {sync}; PRAGMA foreign_keys = ON;");
    let started = Instant::now();
    loop {
        match connection.batch_execute(&pragmas) {
            Err(error) if error.to_string().contains("locked") && started.elapsed() < OPEN_TIMEOUT => {
                thread::sleep(RETRY_INTERVAL);
            }
            outcome => return outcome,
        }
    }
}
