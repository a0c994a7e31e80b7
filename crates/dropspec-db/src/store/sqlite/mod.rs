//! SQLite: synchronous diesel on worker threads, one that writes, a few that read, and one for the probe.

mod cancel;
mod connect;
mod sync;
mod worker;

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::sql_types::Bool;
use diesel::sqlite::{Sqlite as Backend, SqliteConnection};
use diesel::{QueryDsl, QueryResult, RunQueryDsl};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness};
use dropspec_http::PendingWrite;

use super::condition::Condition;
use super::error::{StoreError, WriteError};
use super::file_identity::FileIdentity;
use super::migrations::applied_migrations;
use super::migrations::{MigrationState, versions};
use super::write_failure::WriteFailure;
pub use sync::SqliteSync;
use worker::Workers;

/// The number of threads for short reads, and for searches. In WAL mode they do not wait for the writer; more than two are of little use for an
/// embedded file.
const READERS: usize = 2;

/// A SQLite file.
#[derive(Clone, Debug)]
pub struct Sqlite {
    writer: Workers,
    readers: Workers,
    /// For reads that may take long, which others do not wait for.
    searchers: Workers,
    /// For probes alone, which report the state of the file, not that of the other threads.
    probe: Workers,
    file: FileIdentity,
    failure: WriteFailure,
}

impl Sqlite {
    /// Opens the file, and creates it if it does not exist.
    ///
    /// # Errors
    /// When the folder does not exist, or the file cannot be opened or is not a database.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, SqliteSync::default())
    }

    /// Like [`Sqlite::open`], with a choice of when commits wait for the disk.
    ///
    /// # Errors
    /// As [`Sqlite::open`].
    pub fn open_with(path: &Path, sync: SqliteSync) -> Result<Self, StoreError> {
        let (writer, readers) = (Workers::start(path, sync, 1)?, Workers::start(path, sync, READERS)?);
        let (searchers, probe) = (Workers::start(path, sync, READERS)?, Workers::start(path, sync, 1)?);
        Ok(Self { writer, readers, searchers, probe, file: FileIdentity::of(path), failure: WriteFailure::default() })
    }

    /// Runs `work`, which is short, on a reading connection.
    ///
    /// # Errors
    /// The errors of `work`, that the queue is full, or that the request was cancelled.
    pub async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut SqliteConnection) -> QueryResult<T> + Send + 'static,
    {
        self.readers.run(move |connection| work(connection).map_err(StoreError::from)).await
    }

    /// Runs `work`, which may take long, on a reading connection.
    ///
    /// # Errors
    /// As [`Sqlite::read`].
    pub async fn search<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut SqliteConnection) -> QueryResult<T> + Send + 'static,
    {
        self.searchers.run(move |connection| work(connection).map_err(StoreError::from)).await
    }

    /// Runs `work` on the writing connection.
    ///
    /// # Errors
    /// The errors of `work`, that the queue is full, that the request was cancelled, or that the file was removed or replaced. An error means
    /// that nothing is stored, provided that `work` is one statement or one transaction.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: WriteError,
        F: FnOnce(&mut SqliteConnection) -> Result<T, E> + Send + 'static,
    {
        if !self.file.was_current() {
            return Err(file_replaced().into());
        }
        let pending = PendingWrite::begin();
        let result = self.writer.run(work).await;
        pending.settle();
        self.failure.record(&result);
        result
    }

    /// The state of the file in which writes fail.
    pub(super) fn condition(&self) -> Option<Condition> {
        if self.file.is_current() { self.failure.get() } else { Some(Condition::FileReplaced) }
    }

    /// Checks that the file is readable.
    ///
    /// # Errors
    /// When it is not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.probe.run(|connection| connection.batch_execute("SELECT 1").map_err(StoreError::from)).await
    }

    /// Compares the applied migrations with the embedded ones.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn migration_state(&self, migrations: EmbeddedMigrations) -> Result<MigrationState, StoreError> {
        let embedded = versions::<Backend>(migrations)?;
        let select = |connection: &mut SqliteConnection| {
            // The table does not exist until a migration has run.
            let exists = "EXISTS (SELECT 1 FROM sqlite_schema WHERE name = '__diesel_schema_migrations')";
            if !diesel::select(sql::<Bool>(exists)).get_result(connection)? {
                return Ok(Vec::new());
            }
            applied_migrations::table.select(applied_migrations::version).load::<String>(connection)
        };
        let applied = self.probe.run(move |connection| select(connection).map_err(StoreError::from)).await?;
        Ok(MigrationState::compare(embedded, &applied))
    }

    /// Applies pending migrations, all or none, and returns their versions. Processes that migrate concurrently wait for each other.
    ///
    /// # Errors
    /// When the file cannot be written or a migration fails.
    pub async fn migrate(&self, migrations: EmbeddedMigrations) -> Result<Vec<String>, StoreError> {
        self.write(move |connection| {
            connection.exclusive_transaction(|connection| {
                let applied = connection.run_pending_migrations(migrations).map_err(StoreError::Migration)?;
                Ok(applied.iter().map(ToString::to_string).collect())
            })
        })
        .await
    }
}

fn file_replaced() -> StoreError {
    StoreError::Condition(Condition::FileReplaced, "writes would be lost".into())
}
