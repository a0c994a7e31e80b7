//! Jobs of the threads of a file, and the callers that wait for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use dropspec_http::cancelled;
use tokio::sync::oneshot::Receiver;

use crate::store::error::StoreError;

const STARTED: u8 = 1;
const CANCELLED: u8 = 2;

/// Whether a job is started and whether it is cancelled. The caller and the thread share it.
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
pub(super) struct Caller(JobState);

impl Caller {
    pub(super) fn state(&self) -> JobState {
        self.0.clone()
    }

    /// Waits for the outcome of the job, which is cancelled when the request is. The error of a cancelled job says that nothing is done.
    pub(super) async fn wait<T, E: From<StoreError>>(&self, mut outcome: Receiver<Result<T, E>>) -> Result<T, E> {
        let outcome = tokio::select! {
            biased;
            outcome = &mut outcome => outcome,
            () = cancelled() => match self.0.cancel() {
                true => return Err(StoreError::TimedOut.into()),
                false => outcome.await,
            }
        };
        match outcome {
            Ok(Ok(value)) => Ok(value),
            _ if self.0.is_cancelled() => Err(StoreError::TimedOut.into()),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(StoreError::Unavailable("the database thread has dropped the work".into()).into()),
        }
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        self.0.cancel();
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
