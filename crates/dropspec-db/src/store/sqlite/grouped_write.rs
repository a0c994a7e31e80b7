//! Writes that share a commit.

use diesel::sqlite::SqliteConnection;
use tokio::sync::oneshot::{Receiver, Sender, channel};

use crate::store::condition::Condition;
use crate::store::error::{StoreError, WriteError};
use crate::store::job::{Caller, JobState};

/// A write whose outcome its caller receives once the commit is done.
pub(super) trait GroupedWrite: Send {
    fn state(&self) -> &JobState;

    /// Runs the work, and keeps its result. Returns whether it is to be committed.
    fn run(&mut self, connection: &mut SqliteConnection) -> bool;

    /// The state of the database in which the work failed.
    fn condition(&self) -> Option<Condition>;

    /// Sends the result of the work to the caller.
    fn acknowledge(self: Box<Self>);

    /// Sends an error to the caller instead.
    fn fail(self: Box<Self>, error: StoreError);
}

/// A [`GroupedWrite`] with its types.
pub(super) struct WriteJob<T, E, F> {
    state: JobState,
    work: Option<F>,
    result: Option<Result<T, E>>,
    caller: Sender<Result<T, E>>,
}

impl<T, E, F> WriteJob<T, E, F> {
    /// A write of a caller, and the receiver of its outcome.
    pub(super) fn new(caller: &Caller, work: F) -> (Self, Receiver<Result<T, E>>) {
        let (sender, receiver) = channel();
        (Self { state: caller.state(), work: Some(work), result: None, caller: sender }, receiver)
    }
}

impl<T, E, F> GroupedWrite for WriteJob<T, E, F>
where
    T: Send,
    E: WriteError,
    F: FnOnce(&mut SqliteConnection) -> Result<T, E> + Send,
{
    fn state(&self) -> &JobState {
        &self.state
    }

    fn run(&mut self, connection: &mut SqliteConnection) -> bool {
        self.result = self.work.take().map(|work| work(connection));
        matches!(self.result, Some(Ok(_))) && !self.state.is_cancelled()
    }

    fn condition(&self) -> Option<Condition> {
        self.result.as_ref()?.as_ref().err()?.store_error()?.condition()
    }

    fn acknowledge(self: Box<Self>) {
        if let Some(result) = self.result {
            // The caller may have left.
            let _ = self.caller.send(result);
        }
    }

    fn fail(self: Box<Self>, error: StoreError) {
        // The error of the work itself says more.
        let result = self.result.filter(Result::is_err).unwrap_or_else(|| Err(error.into()));
        let _ = self.caller.send(result);
    }
}
