//! Jobs that are done for the callers that wait for them: by a thread of a SQLite file, or in a batch on PostgreSQL.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use dropspec_http::cancelled;
use tokio::sync::Notify;
use tokio::sync::oneshot::Receiver;

use crate::store::error::StoreError;

const STARTED: u8 = 1;
const CANCELLED: u8 = 2;

/// Whether a job is started and whether it is cancelled. The caller and what does the job share it.
#[derive(Clone, Debug, Default)]
pub(super) struct JobState(Arc<AtomicU8>);

impl JobState {
    /// Starts the job. Returns false if it is cancelled.
    pub(super) fn start(&self) -> bool {
        self.0.fetch_or(STARTED, Ordering::AcqRel) & CANCELLED == 0
    }

    /// Cancels the job. Returns whether it was not started; then it never is.
    pub(super) fn cancel(&self) -> bool {
        self.0.fetch_or(CANCELLED, Ordering::AcqRel) & STARTED == 0
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Acquire) & CANCELLED != 0
    }
}

/// The caller of a job, which is cancelled when this is dropped.
#[derive(Debug, Default)]
pub(super) struct Caller {
    state: JobState,
    /// Notified when a started job is cancelled.
    cancelled: Option<Arc<Notify>>,
}

impl Caller {
    /// A caller that notifies what does the job when it is cancelled.
    pub(super) fn notifying(cancelled: Arc<Notify>) -> Self {
        Self { state: JobState::default(), cancelled: Some(cancelled) }
    }

    pub(super) fn state(&self) -> JobState {
        self.state.clone()
    }

    /// Waits for the outcome of the job, which is cancelled when the request is. The error of a cancelled job says that nothing is done.
    pub(super) async fn wait<T, E: From<StoreError>>(&self, mut outcome: Receiver<Result<T, E>>) -> Result<T, E> {
        let outcome = tokio::select! {
            biased;
            outcome = &mut outcome => outcome,
            () = cancelled() => match self.state.cancel() {
                true => return Err(StoreError::TimedOut.into()),
                false => {
                    self.cancelled.iter().for_each(|cancelled| cancelled.notify_waiters());
                    outcome.await
                }
            }
        };
        match outcome {
            Ok(Ok(value)) => Ok(value),
            _ if self.state.is_cancelled() => Err(StoreError::TimedOut.into()),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(StoreError::Unavailable("the database thread has dropped the work".into()).into()),
        }
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        self.state.cancel();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_either_started_or_cancelled() {
        let state = JobState::default();
        assert!(state.start() && !state.cancel() && state.is_cancelled());
        let state = JobState::default();
        assert!(state.cancel() && !state.start() && state.is_cancelled());
    }
}
