//! Writes that are made at the same time go to PostgreSQL together, in one statement and one commit.
//!
//! A write that arrives while fewer than [`MAX_RUNNING`] statements of its kind run is made alone and at once. Others wait for one of these to
//! end, and then go together. So a request alone waits for nothing, and the busier the service is, the less each write costs.

mod members;
mod queue;

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use diesel::QueryResult;
use diesel_async::AsyncPgConnection;

use queue::BatchQueue;
pub(crate) use queue::Turn;

/// The most statements of a kind that run at the same time. While one waits for the disk, others are prepared, and commits that wait at the
/// same time share a flush.
const MAX_RUNNING: usize = 4;

/// The numbers of writes that go together. Each has a statement of its own, which a connection prepares once.
const BATCH_SIZES: [usize; 10] = [32, 24, 16, 12, 8, 6, 4, 3, 2, 1];

/// A write that may share a statement with others of its kind. It waits for no row that another transaction has locked, so that none of them
/// delays the others.
pub(crate) trait BatchWrite: Send + 'static {
    /// What a write returns.
    type Output: Send;

    /// Makes all of the writes, or none, and returns the output of each, in their order.
    fn run_all(
        writes: Vec<Self>,
        connection: &AsyncPgConnection,
    ) -> impl Future<Output = QueryResult<Vec<Self::Output>>> + Send
    where
        Self: Sized;
}

/// A queue for each kind of write. Clones share them.
#[derive(Clone, Default)]
pub(super) struct BatchQueues(Arc<RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>>);

impl BatchQueues {
    /// The queue of a kind.
    pub(super) fn queue<W: BatchWrite>(&self) -> Arc<BatchQueue<W>> {
        let kind = TypeId::of::<W>();
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&kind).map(Arc::clone);
        let queue = known.unwrap_or_else(|| {
            let mut queues = self.0.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(queues.entry(kind).or_insert_with(|| Arc::<BatchQueue<W>>::default()))
        });
        // Queues are found by their type, so that another one is never there.
        queue.downcast().unwrap_or_default()
    }
}

impl fmt::Debug for BatchQueues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchQueues").finish_non_exhaustive()
    }
}
