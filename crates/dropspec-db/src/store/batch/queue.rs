//! The queue of the writes of a kind.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dropspec_http::PendingWrite;
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::sync::oneshot::{Receiver, channel};

use super::members::{Member, Members, Outcome};
use super::{BATCH_SIZES, BatchWrite, MAX_RUNNING};
use crate::store::error::StoreError;
use crate::store::job::Caller;
use crate::store::writers::Writers;

/// The number of writes that wait. More than that are refused at once.
const QUEUE_CAPACITY: usize = 1024;

/// The result of waiting for a batch.
#[must_use]
pub(crate) enum Turn<W: BatchWrite> {
    /// It was made in a batch.
    Done(W::Output),
    /// It has to be made alone, while this is held.
    Alone(Option<Slot<W>>),
}

/// The writes of a kind that wait for their turn.
pub(in crate::store) struct BatchQueue<W: BatchWrite> {
    state: Mutex<State<W>>,
    /// Notified when a write of a running batch is cancelled.
    cancelled: Arc<Notify>,
}

struct State<W: BatchWrite> {
    waiting: VecDeque<Member<W>>,
    /// The number of statements that run.
    running: usize,
}

impl<W: BatchWrite> Default for BatchQueue<W> {
    fn default() -> Self {
        let state = State { waiting: VecDeque::new(), running: 0 };
        Self { state: Mutex::new(state), cancelled: Arc::default() }
    }
}

impl<W: BatchWrite> BatchQueue<W> {
    /// Waits until a write is made in a batch, or has to be made alone.
    pub(in crate::store) async fn write(
        self: Arc<Self>,
        writers: &Arc<Writers>,
        write: impl FnOnce() -> W,
    ) -> Result<Turn<W>, StoreError> {
        let Some((caller, outcome)) = self.join(write)? else {
            return Ok(Turn::Alone(Some(Slot { queue: self, writers: Arc::clone(writers) })));
        };
        let pending = PendingWrite::begin();
        let outcome = caller.wait(outcome).await;
        pending.settle();
        match outcome? {
            Outcome::Done(output) => Ok(Turn::Done(output)),
            Outcome::NotDone if caller.state().is_cancelled() => Err(StoreError::TimedOut),
            Outcome::NotDone => Ok(Turn::Alone(None)),
            Outcome::Unknown(causes) => Err(StoreError::UnknownOutcome(causes.into())),
        }
    }

    /// Adds a write to those that wait; `None` if it need not wait.
    fn join(&self, write: impl FnOnce() -> W) -> Result<Option<Joined<W>>, StoreError> {
        let mut state = self.state();
        if state.running < MAX_RUNNING {
            state.running += 1;
            return Ok(None);
        }
        if state.waiting.len() >= QUEUE_CAPACITY {
            state.waiting.retain(Member::is_wanted);
            if state.waiting.len() >= QUEUE_CAPACITY {
                return Err(StoreError::Unavailable("too many writes wait for the database".into()));
            }
        }
        let (caller, (sender, outcome)) = (Caller::notifying(Arc::clone(&self.cancelled)), channel());
        state.waiting.push_back(Member::new(write(), caller.state(), sender));
        Ok(Some((caller, outcome)))
    }

    /// The writes that go next, after a statement has ended. Without any, fewer statements run.
    fn next(&self) -> Option<Members<W>> {
        let mut state = self.state();
        loop {
            let size = BATCH_SIZES.into_iter().find(|size| *size <= state.waiting.len());
            let Some(size) = size else {
                state.running -= 1;
                return None;
            };
            let members = Members::start(state.waiting.drain(..size));
            if members.is_some() {
                return members;
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State<W>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A write that waits, and the receiver of its outcome.
type Joined<W> = (Caller, Receiver<Result<Outcome<<W as BatchWrite>::Output>, StoreError>>);

/// One of the statements of a kind that may run at the same time. When it ends, the writes that wait go next.
pub(crate) struct Slot<W: BatchWrite> {
    queue: Arc<BatchQueue<W>>,
    writers: Arc<Writers>,
}

impl<W: BatchWrite> Slot<W> {
    async fn run(self, members: Members<W>) {
        members.write(&self.writers, &self.queue.cancelled).await;
    }
}

impl<W: BatchWrite> Drop for Slot<W> {
    fn drop(&mut self) {
        let Some(members) = self.queue.next() else { return };
        let slot = Self { queue: Arc::clone(&self.queue), writers: Arc::clone(&self.writers) };
        match Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(slot.run(members))),
            // Without a runtime their callers have ended.
            Err(_) => drop(members),
        }
    }
}
