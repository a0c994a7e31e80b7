//! Threads that run jobs on SQLite connections of their own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::sqlite::SqliteConnection;
use tokio::sync::oneshot;

use dropspec_http::cancelled;

use super::cancel::{CancelFlag, with_job};
use super::connect::connect;
use super::sync::SqliteSync;
use crate::store::error::StoreError;

/// The number of jobs that wait for a thread. More than that are refused at once.
const QUEUE_CAPACITY: usize = 512;

/// Work on a connection. A cancelled job is not started.
struct Job {
    work: Box<dyn FnOnce(&mut SqliteConnection) + Send>,
    flag: CancelFlag,
}

/// Threads with a queue of jobs.
#[derive(Clone, Debug)]
pub(super) struct Workers(SyncSender<Job>);

impl Workers {
    /// Starts threads, each with a connection.
    pub(super) fn start(path: &Path, sync: SqliteSync, count: usize) -> Result<Self, StoreError> {
        let (sender, receiver) = sync_channel::<Job>(QUEUE_CAPACITY);
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..count {
            let connection = connect(path, sync)?;
            let receiver = Arc::clone(&receiver);
            thread::Builder::new()
                .name("sqlite".to_owned())
                .spawn(move || work(&receiver, connection))
                .map_err(|error| StoreError::Unavailable(error.into()))?;
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
        let (sender, mut receiver) = oneshot::channel();
        let guard = CancelGuard(CancelFlag::default());
        let work = Box::new(move |connection: &mut SqliteConnection| {
            // The task may have left.
            let _ = sender.send(work(connection));
        });
        self.send(Job { work, flag: guard.0.clone() })?;
        let outcome = tokio::select! {
            biased;
            outcome = &mut receiver => outcome,
            () = cancelled() => {
                guard.0.set();
                receiver.await
            }
        };
        match outcome {
            Ok(Ok(value)) => Ok(value),
            _ if guard.0.is_set() => Err(StoreError::TimedOut.into()),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(StoreError::Unavailable("the database thread has dropped the work".into()).into()),
        }
    }

    fn send(&self, job: Job) -> Result<(), StoreError> {
        self.0.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => StoreError::Unavailable("too many statements wait for the database".into()),
            TrySendError::Disconnected(_) => StoreError::Unavailable("the database threads have ended".into()),
        })
    }
}

/// Cancels a job when it is dropped.
struct CancelGuard(CancelFlag);

impl Drop for CancelGuard {
    fn drop(&mut self) {
        self.0.set();
    }
}

/// Runs jobs until all senders are dropped.
fn work(receiver: &Mutex<Receiver<Job>>, mut connection: SqliteConnection) {
    loop {
        let next = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { work, flag }) = next else { return };
        if flag.is_set() {
            continue;
        }
        // A panic in a job is an error for its sender, and does not end the thread.
        if catch_unwind(AssertUnwindSafe(|| with_job(&flag, || work(&mut connection)))).is_err() {
            // It may have left nested transactions open.
            while AnsiTransactionManager::rollback_transaction(&mut connection).is_ok() {}
        }
    }
}
