//! The writes that go together.

use std::time::Duration;

use diesel_async::AsyncPgConnection;
use tokio::sync::Notify;
use tokio::sync::oneshot::Sender;

use super::BatchWrite;
use crate::store::error::StoreError;
use crate::store::job::JobState;
use crate::store::writers::Writers;

/// How long a batch may go on after the request of one of its writes was cancelled. Most end in that time, and cancelling concerns the others
/// as well.
const GRACE_PERIOD: Duration = Duration::from_millis(100);

/// A write that waits for its turn.
pub(super) struct Member<W: BatchWrite> {
    write: W,
    state: JobState,
    outcome: OutcomeSender<W::Output>,
}

/// The end of a write's channel that takes its outcome.
type OutcomeSender<T> = Sender<Result<Outcome<T>, StoreError>>;

impl<W: BatchWrite> Member<W> {
    pub(super) fn new(write: W, state: JobState, outcome: OutcomeSender<W::Output>) -> Self {
        Self { write, state, outcome }
    }

    pub(super) fn is_wanted(&self) -> bool {
        !self.state.is_cancelled()
    }
}

/// The outcome of a write in a batch.
pub(super) enum Outcome<T> {
    /// It was made.
    Done(T),
    /// Nothing is stored.
    NotDone,
    /// The connection was lost; the causes.
    Unknown(String),
}

/// The writes of a batch, and their callers.
pub(super) struct Members<W: BatchWrite> {
    writes: Vec<W>,
    waiting: Waiting<W::Output>,
}

/// The callers that wait for a batch. If it is dropped before, their outcome is [`Outcome::Unknown`].
struct Waiting<T>(Vec<(JobState, OutcomeSender<T>)>);

impl<W: BatchWrite> Members<W> {
    /// Starts the writes that are not cancelled; `None` if all are.
    pub(super) fn start(members: impl Iterator<Item = Member<W>>) -> Option<Self> {
        let started = members.filter(|member| member.state.start());
        let (writes, waiting): (Vec<W>, Vec<_>) =
            started.map(|Member { write, state, outcome }| (write, (state, outcome))).unzip();
        (!writes.is_empty()).then_some(Self { writes, waiting: Waiting(waiting) })
    }

    /// Makes the writes. If that fails and nothing is stored, each has to be made alone: the error may be that of one of them.
    pub(super) async fn write(self, writers: &Writers, notify: &Notify) {
        let Self { writes, mut waiting } = self;
        let cancelled = async {
            waiting.any_cancelled(notify).await;
            tokio::time::sleep(GRACE_PERIOD).await;
        };
        let run = async |connection: &mut AsyncPgConnection| Ok::<_, StoreError>(W::run_all(writes, connection).await?);
        match writers.write(cancelled, run).await {
            Ok(outputs) => waiting.send_each(outputs),
            Err(StoreError::UnknownOutcome(cause)) => {
                let causes = dropspec_http::chain(&*cause);
                waiting.send(|| Outcome::Unknown(causes.clone()));
            }
            // Each of them will meet the error again if it is its own.
            Err(_) => waiting.send(|| Outcome::NotDone),
        }
    }
}

impl<T> Waiting<T> {
    /// Waits until one of the writes is cancelled.
    async fn any_cancelled(&self, notify: &Notify) {
        loop {
            let mut notified = std::pin::pin!(notify.notified());
            // What is cancelled from here on is not missed.
            notified.as_mut().enable();
            if self.0.iter().any(|(state, _)| state.is_cancelled()) {
                return;
            }
            notified.await;
        }
    }

    /// Sends each caller the output of its write.
    fn send_each(&mut self, outputs: Vec<T>) {
        let count = self.0.len().min(outputs.len());
        for ((_, caller), output) in self.0.drain(..count).zip(outputs) {
            // The caller may have left.
            let _ = caller.send(Ok(Outcome::Done(output)));
        }
    }

    fn send(&mut self, outcome: impl Fn() -> Outcome<T>) {
        for (_, caller) in self.0.drain(..) {
            // The caller may have left.
            let _ = caller.send(Ok(outcome()));
        }
    }
}

impl<T> Drop for Waiting<T> {
    fn drop(&mut self) {
        self.send(|| Outcome::Unknown("the batch has ended without an outcome".to_owned()));
    }
}
