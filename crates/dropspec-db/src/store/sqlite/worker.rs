//! Threads that run jobs on SQLite connections of their own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::sqlite::SqliteConnection;
use tokio::sync::oneshot;

use super::cancel::with_job;
use super::connect::SqliteFile;
use crate::store::error::StoreError;
use crate::store::job::{Caller, JobState};

/// The number of jobs that wait for a thread. More than that are refused at once.
pub(super) const QUEUE_CAPACITY: usize = 512;

/// Work on a connection. A cancelled job is not started.
pub(super) struct Job {
    work: Box<dyn FnOnce(&mut SqliteConnection) + Send>,
    state: JobState,
}

impl Job {
    /// A job of a caller, and the receiver of its outcome.
    pub(super) fn new<T, E, F>(caller: &Caller, work: F) -> (Self, oneshot::Receiver<Result<T, E>>)
    where
        T: Send + 'static,
        E: Send + 'static,
        F: FnOnce(&mut SqliteConnection) -> Result<T, E> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let work = Box::new(move |connection: &mut SqliteConnection| {
            // The caller may have left.
            let _ = sender.send(work(connection));
        });
        (Self { work, state: caller.state() }, receiver)
    }

    /// Runs the job, unless it is cancelled. A panic is an error for its caller, and does not end the thread.
    pub(super) fn run(self, connection: &mut SqliteConnection) {
        let Self { work, state } = self;
        if !state.start() {
            return;
        }
        if catch_unwind(AssertUnwindSafe(|| with_job(&state, || work(connection)))).is_err() {
            roll_back(connection);
        }
    }
}

/// Rolls back all transactions that are open.
pub(super) fn roll_back(connection: &mut SqliteConnection) {
    while AnsiTransactionManager::rollback_transaction(connection).is_ok() {}
}

/// Threads with a queue of jobs.
#[derive(Clone, Debug)]
pub(super) struct Workers(SyncSender<Job>);

impl Workers {
    /// Starts threads, each with a connection.
    pub(super) fn start(file: &SqliteFile, count: usize) -> Result<Self, StoreError> {
        let (sender, receiver) = sync_channel::<Job>(QUEUE_CAPACITY);
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..count {
            let mut connection = file.connect()?;
            let receiver = Arc::clone(&receiver);
            spawn(move || {
                while let Some(job) = next(&receiver) {
                    job.run(&mut connection);
                }
            })?;
        }
        Ok(Self(sender))
    }

    /// Runs `work` on a thread. It is cancelled when the request is, and when the future is dropped.
    pub(super) async fn run<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut SqliteConnection) -> Result<T, E> + Send + 'static,
    {
        let caller = Caller::default();
        let (job, outcome) = Job::new(&caller, work);
        send(&self.0, job)?;
        caller.wait(outcome).await
    }
}

/// The next job; `None` when all senders are dropped.
fn next(receiver: &Mutex<Receiver<Job>>) -> Option<Job> {
    receiver.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// Starts a thread for a connection.
pub(super) fn spawn(work: impl FnOnce() + Send + 'static) -> Result<(), StoreError> {
    let started = thread::Builder::new().name("sqlite".to_owned()).spawn(work);
    started.map(drop).map_err(|error| StoreError::Unavailable(error.into()))
}

/// Adds a job to a queue, unless it is full.
pub(super) fn send<J>(queue: &SyncSender<J>, job: J) -> Result<(), StoreError> {
    queue.try_send(job).map_err(|error| match error {
        TrySendError::Full(_) => StoreError::Unavailable("too many statements wait for the database".into()),
        TrySendError::Disconnected(_) => StoreError::Unavailable("the database threads have ended".into()),
    })
}
