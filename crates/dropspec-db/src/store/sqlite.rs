//! SQLite: synchronous diesel on worker threads, one that writes and a few that read.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::dsl::sql;
use diesel::sql_types::Bool;
use diesel::sqlite::{Sqlite as Backend, SqliteConnection};
use diesel::{Connection, QueryDsl, QueryResult, RunQueryDsl};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness};
use tokio::sync::oneshot;

use super::condition::Condition;
use super::error::StoreError;
use super::file_identity::FileIdentity;
use super::migrations::applied_migrations;
use super::migrations::{MigrationState, versions};
use super::write_failure::WriteFailure;

/// The number of reading threads. In WAL mode they do not wait for the writer; more than two are of little use for an embedded file.
const READERS: usize = 2;

/// How long to wait for a locked file when it is opened.
const LOCK_TIMEOUT: Duration = Duration::from_secs(5);

/// How often a locked file is tried again.
const RETRY_INTERVAL: Duration = Duration::from_millis(5);

/// Waits for another process that writes. A commit may be lost if the machine crashes, but not if the process does.
const SETUP: &str =
    "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;";

type Job = Box<dyn FnOnce(&mut SqliteConnection) + Send>;

/// A SQLite file.
#[derive(Clone, Debug)]
pub struct Sqlite {
    writer: Sender<Job>,
    readers: Sender<Job>,
    file: FileIdentity,
    pub(super) failure: WriteFailure,
}

impl Sqlite {
    /// Opens the file, and creates it if it does not exist.
    ///
    /// # Errors
    /// When the folder does not exist, or the file cannot be opened or is not a database.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let (writer, readers) = (workers(path, 1)?, workers(path, READERS)?);
        Ok(Self { writer, readers, file: FileIdentity::of(path), failure: WriteFailure::default() })
    }

    /// Runs `work` on a reading connection.
    ///
    /// # Errors
    /// The errors of `work`, or that the thread has ended.
    pub async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut SqliteConnection) -> QueryResult<T> + Send + 'static,
    {
        run(&self.readers, move |connection| work(connection).map_err(StoreError::from)).await
    }

    /// Runs `work` on the writing connection.
    ///
    /// # Errors
    /// The errors of `work`, or that the thread has ended or the file was removed or replaced.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut SqliteConnection) -> Result<T, E> + Send + 'static,
    {
        if !self.file.was_current() {
            return Err(file_replaced().into());
        }
        run(&self.writer, work).await
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
        self.read(|connection| connection.batch_execute("SELECT 1")).await
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
        Ok(MigrationState::compare(embedded, &self.read(select).await?))
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

async fn run<T, E, F>(workers: &Sender<Job>, work: F) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    F: FnOnce(&mut SqliteConnection) -> Result<T, E> + Send + 'static,
{
    let (sender, receiver) = oneshot::channel();
    let job: Job = Box::new(move |connection| {
        // The caller may have been cancelled; the work is done anyway.
        let _ = sender.send(work(connection));
    });
    let gone = || StoreError::Unavailable("the database thread has ended".into());
    workers.send(job).map_err(|_| gone())?;
    receiver.await.map_err(|_| gone())?
}

fn workers(path: &Path, count: usize) -> Result<Sender<Job>, StoreError> {
    let (sender, receiver) = channel::<Job>();
    let receiver = Arc::new(Mutex::new(receiver));
    for _ in 0..count {
        let connection = connect(path)?;
        let receiver = Arc::clone(&receiver);
        thread::Builder::new()
            .name("sqlite".to_owned())
            .spawn(move || work(&receiver, connection))
            .map_err(|error| StoreError::Unavailable(error.into()))?;
    }
    Ok(sender)
}

/// Runs jobs until all senders are dropped.
fn work(receiver: &Mutex<Receiver<Job>>, mut connection: SqliteConnection) {
    loop {
        let next = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        // A panic in a job is an error for its sender, and does not end the thread.
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job(&mut connection))).is_err() {
            // It may have left nested transactions open.
            while AnsiTransactionManager::rollback_transaction(&mut connection).is_ok() {}
        }
    }
}

fn connect(path: &Path) -> Result<SqliteConnection, StoreError> {
    let unavailable = |cause: String| StoreError::Unavailable(format!("{}: {cause}", path.display()).into());
    let text = path.to_str().ok_or_else(|| unavailable("the path is not UTF-8".to_owned()))?;
    let mut connection = SqliteConnection::establish(text).map_err(|error| unavailable(error.to_string()))?;
    set_up(&mut connection).map_err(|error| unavailable(error.to_string()))?;
    Ok(connection)
}

/// Sets the connection up. Changing the journal mode needs exclusive access, but does not observe the busy timeout.
fn set_up(connection: &mut SqliteConnection) -> QueryResult<()> {
    let started = Instant::now();
    loop {
        match connection.batch_execute(SETUP) {
            Err(error) if error.to_string().contains("locked") && started.elapsed() < LOCK_TIMEOUT => {
                thread::sleep(RETRY_INTERVAL);
            }
            outcome => return outcome,
        }
    }
}
