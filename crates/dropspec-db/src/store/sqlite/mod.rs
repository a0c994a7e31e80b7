//! SQLite: synchronous diesel on worker threads, one that writes, a few that read, and one for the probe.
//!
//! Writes that are queued at the same time share a commit ([`group`]).

mod cancel;
mod connect;
mod functions;
mod group;
mod grouped_write;
mod worker;
mod writer;

use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::sql_types::{Bool, Text};
use diesel::sqlite::{Sqlite as Backend, SqliteConnection};
use diesel::{QueryDsl, QueryResult, RunQueryDsl};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness};
use dropspec_http::PendingWrite;

use super::condition::Condition;
use super::error::{StoreError, WriteError};
use super::file_identity::FileIdentity;
use super::migrations::applied_migrations;
use super::migrations::{MigrationState, versions};
use super::pool::PoolConfig;
use super::write_failure::WriteFailure;
use connect::SqliteFile;
use worker::Workers;
use writer::Writer;

/// The number of threads for short reads, and for searches. In WAL mode they do not wait for the writer; more than two are of little use for an
/// embedded file.
const READERS: usize = 2;

/// A SQLite file.
#[derive(Clone, Debug)]
pub struct Sqlite {
    file: SqliteFile,
    writer: Writer,
    readers: Workers,
    /// For reads that may take long, which others do not wait for.
    searchers: Workers,
    /// For probes alone, which report the state of the file, not that of the other threads.
    probe: Workers,
    identity: FileIdentity,
    failure: WriteFailure,
}

impl Sqlite {
    /// Opens the file, and creates it if it does not exist.
    ///
    /// # Errors
    /// When the folder does not exist, or the file cannot be opened or is not a database.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, PoolConfig::default())
    }

    /// Like [`Sqlite::open`], with a choice of when commits wait for the disk, and of how long statements wait for a locked file.
    ///
    /// # Errors
    /// As [`Sqlite::open`].
    pub fn open_with(path: &Path, config: PoolConfig) -> Result<Self, StoreError> {
        let file = SqliteFile::new(path, &config);
        let (writer, readers) = (Writer::start(&file)?, Workers::start(&file, READERS)?);
        let (searchers, probe) = (Workers::start(&file, READERS)?, Workers::start(&file, 1)?);
        let identity = FileIdentity::of(path);
        Ok(Self { file, writer, readers, searchers, probe, identity, failure: WriteFailure::default() })
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

    /// Runs `work` in a transaction on the writing connection. Writes that are queued at the same time share the transaction, and wait for the
    /// disk once; the error of one undoes only what that one has done.
    ///
    /// The work should be short: the others wait for it, and it is not interrupted. [`Sqlite::write_alone`] is for work that takes longer.
    ///
    /// # Errors
    /// The errors of `work`, that the queue is full, that the request was cancelled, or that the file was removed or replaced. An error means
    /// that nothing is stored.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: WriteError,
        F: FnOnce(&mut SqliteConnection) -> Result<T, E> + Send + 'static,
    {
        self.pending(self.writer.run(work)).await
    }

    /// Runs `work` on the writing connection while no other write runs. It begins transactions itself. Its statements are interrupted when the
    /// request is cancelled.
    ///
    /// # Errors
    /// As [`Sqlite::write`]. An error means that nothing is stored, provided that `work` is one statement or one transaction.
    pub async fn write_alone<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: WriteError,
        F: FnOnce(&mut SqliteConnection) -> Result<T, E> + Send + 'static,
    {
        self.pending(self.writer.run_alone(work)).await
    }

    async fn pending<T, E: WriteError>(&self, write: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        if !self.identity.was_current() {
            return Err(file_replaced().into());
        }
        let pending = PendingWrite::begin();
        let result = write.await;
        pending.settle();
        self.failure.record(&result);
        result
    }

    /// Opens another connection to the file, for temporary tables. It blocks while the file is opened.
    ///
    /// Within [`Sqlite::write_alone`] its statements are in the queue of the writes, and are cancelled like those of the writing connection.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn connect(&self) -> Result<SqliteConnection, StoreError> {
        self.file.connect()
    }

    /// The state of the file in which writes fail.
    pub(super) fn condition(&self) -> Option<Condition> {
        if self.identity.is_current() { self.failure.get() } else { Some(Condition::FileReplaced) }
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
    /// When the file cannot be written, a migration fails, or rows refer to rows that do not exist.
    pub async fn migrate(&self, migrations: EmbeddedMigrations) -> Result<Vec<String>, StoreError> {
        self.alter(move |connection| {
            let applied = connection.run_pending_migrations(migrations).map_err(StoreError::Migration)?;
            Ok(applied.iter().map(ToString::to_string).collect())
        })
        .await
    }

    /// Runs `work`, which alters tables, in a transaction. Foreign keys are off, because dropping a table that is rebuilt would delete the rows
    /// that refer to its rows; they are checked at the end.
    ///
    /// # Errors
    /// The errors of `work`, or that rows refer to rows that do not exist; then nothing is altered.
    pub async fn alter<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut SqliteConnection) -> Result<T, StoreError> + Send + 'static,
    {
        self.write_alone(move |connection| {
            // It has no effect within a transaction.
            connection.batch_execute("PRAGMA foreign_keys = OFF")?;
            let altered = connection.exclusive_transaction(|connection| {
                let altered = work(connection)?;
                check_foreign_keys(connection)?;
                Ok(altered)
            });
            connection.batch_execute("PRAGMA foreign_keys = ON")?;
            altered
        })
        .await
    }
}

/// Checks that no row refers to a row that does not exist.
fn check_foreign_keys(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let query = sql::<Text>("\"table\" || ' to ' || parent FROM pragma_foreign_key_check GROUP BY 1");
    let found: Vec<String> = diesel::select(query).load(connection)?;
    if found.is_empty() {
        return Ok(());
    }
    Err(StoreError::Migration(format!("rows refer to rows that do not exist: from {}", found.join(", ")).into()))
}

fn file_replaced() -> StoreError {
    StoreError::Condition(Condition::FileReplaced, "writes would be lost".into())
}
