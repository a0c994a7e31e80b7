//! SQLite: synchronous diesel on threads of its own, one that writes and a few that read.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::result::{DatabaseErrorKind, Error};
use diesel::sqlite::{Sqlite as Backend, SqliteConnection};
use diesel::{Connection, QueryDsl, QueryResult, RunQueryDsl};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness};
use tokio::sync::oneshot;

use super::error::StoreError;
use super::migrations::applied_migrations;
use super::migrations::{MigrationState, versions};

/// Readers do not wait for the writer in WAL mode; more than two gain little on an embedded file.
const READERS: usize = 2;

/// How long a file that others hold is waited for when it is opened, and how often it is tried again.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(5);

/// Another process that writes is waited for; a commit may be lost when the machine, not the process, dies.
const SETUP: &str =
    "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;";

type Job = Box<dyn FnOnce(&mut SqliteConnection) + Send>;

/// A SQLite file.
#[derive(Clone, Debug)]
pub struct Sqlite {
    writer: Sender<Job>,
    readers: Sender<Job>,
}

impl Sqlite {
    /// Opens the file, and makes it when it is not there.
    ///
    /// # Errors
    /// When the folder is not there, or the file cannot be opened or is not a database.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { writer: workers(path, 1)?, readers: workers(path, READERS)? })
    }

    /// Runs `work` on a connection for reading.
    ///
    /// # Errors
    /// Those of `work`.
    pub async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut SqliteConnection) -> QueryResult<T> + Send + 'static,
    {
        run(&self.readers, move |connection| work(connection).map_err(StoreError::from)).await
    }

    /// Runs `work` on the one connection that writes.
    ///
    /// # Errors
    /// Those of `work`.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut SqliteConnection) -> Result<T, E> + Send + 'static,
    {
        run(&self.writer, work).await
    }

    /// Finds out whether the file answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.read(|connection| connection.batch_execute("SELECT 1")).await
    }

    /// Compares the applied migrations with those that the program carries.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn migration_state(&self, migrations: EmbeddedMigrations) -> Result<MigrationState, StoreError> {
        let carried = versions::<Backend>(migrations)?;
        let select = |connection: &mut SqliteConnection| {
            applied_migrations::table.select(applied_migrations::version).load::<String>(connection)
        };
        match self.read(select).await {
            Ok(applied) => Ok(MigrationState::of(carried, &applied)),
            // No migration has ever run: the table is not there.
            Err(StoreError::Query(Error::DatabaseError(DatabaseErrorKind::Unknown, info)))
                if info.message().starts_with("no such table") =>
            {
                Ok(MigrationState::of(carried, &[]))
            }
            Err(error) => Err(error),
        }
    }

    /// Applies the migrations that are not applied yet, all or none; processes that do so at the same time wait for each
    /// other. Answers their versions.
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

async fn run<T, E, F>(workers: &Sender<Job>, work: F) -> Result<T, E>
where
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
    F: FnOnce(&mut SqliteConnection) -> Result<T, E> + Send + 'static,
{
    let (sender, receiver) = oneshot::channel();
    let job: Job = Box::new(move |connection| {
        // Whoever asked may have gone away; the work is done all the same.
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

/// Takes jobs until nobody can send any more.
fn work(receiver: &Mutex<Receiver<Job>>, mut connection: SqliteConnection) {
    loop {
        let next = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        // A panic in a job is an error for who sent it, and not the end of the thread.
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| job(&mut connection))).is_err() {
            // It may have left transactions open, one within the other.
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

/// Changing the journal of a new file needs it alone, and does not wait for that by itself as statements do.
fn set_up(connection: &mut SqliteConnection) -> QueryResult<()> {
    let started = Instant::now();
    loop {
        match connection.batch_execute(SETUP) {
            Err(error) if error.to_string().contains("locked") && started.elapsed() < PATIENCE => thread::sleep(PAUSE),
            outcome => return outcome,
        }
    }
}
