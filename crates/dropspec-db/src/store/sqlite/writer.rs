//! The thread that writes.

use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};

use diesel::sqlite::SqliteConnection;

use super::connect::SqliteFile;
use super::group::WriteGroup;
use super::grouped_write::{GroupedWrite, WriteJob};
use super::worker::{Job, QUEUE_CAPACITY, send, spawn};
use crate::store::error::{StoreError, WriteError};
use crate::store::job::Caller;

/// The maximum number of writes that share a commit. Other processes wait for the file until then.
const MAX_GROUP: usize = 64;

/// What the thread runs, in the order in which it comes.
enum Task {
    /// A write that shares a commit with the writes that are queued behind it.
    Grouped(Box<dyn GroupedWrite>),
    /// Work with transactions of its own.
    Alone(Job),
}

/// The thread that writes, and its queue.
#[derive(Clone, Debug)]
pub(super) struct Writer(SyncSender<Task>);

impl Writer {
    /// Starts the thread.
    pub(super) fn start(file: &SqliteFile) -> Result<Self, StoreError> {
        let (sender, receiver) = sync_channel(QUEUE_CAPACITY);
        let mut connection = file.connect()?;
        spawn(move || {
            let mut next = None;
            while let Some(task) = next.take().or_else(|| receiver.recv().ok()) {
                next = run(&mut connection, task, &receiver);
            }
        })?;
        Ok(Self(sender))
    }

    /// Runs `work` in a transaction, which may be that of other writes as well. An error rolls back what `work` has done.
    pub(super) async fn run<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: WriteError,
        F: FnOnce(&mut SqliteConnection) -> Result<T, E> + Send + 'static,
    {
        let caller = Caller::default();
        let (write, outcome) = WriteJob::new(&caller, work);
        send(&self.0, Task::Grouped(Box::new(write)))?;
        caller.wait(outcome).await
    }

    /// Runs `work`, which begins transactions itself.
    pub(super) async fn run_alone<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: WriteError,
        F: FnOnce(&mut SqliteConnection) -> Result<T, E> + Send + 'static,
    {
        let caller = Caller::default();
        let (job, outcome) = Job::new(&caller, work);
        send(&self.0, Task::Alone(job))?;
        caller.wait(outcome).await
    }
}

/// Runs a task, and the writes that are queued behind it and can share its commit. Returns the task that was taken from the queue and could
/// not.
fn run(connection: &mut SqliteConnection, task: Task, queue: &Receiver<Task>) -> Option<Task> {
    let first = match task {
        Task::Grouped(write) => write,
        Task::Alone(job) => {
            job.run(connection);
            return None;
        }
    };
    let mut group = WriteGroup::begin(connection, first)?;
    let mut next = None;
    while group.len() < MAX_GROUP {
        match queue.try_recv() {
            Ok(Task::Grouped(write)) => group = group.add(write)?,
            Ok(alone @ Task::Alone(_)) => {
                next = Some(alone);
                break;
            }
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
        }
    }
    group.commit();
    next
}
