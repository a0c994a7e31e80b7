//! The time limits of uploads.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

use super::upload_error::UploadError;
use crate::config::UploadConfig;

/// The progress of an upload, whose client has to keep up a minimum rate and to finish within a time limit.
#[derive(Debug)]
pub(super) struct UploadPace {
    config: UploadConfig,
    started: Instant,
    received: u64,
    timer: Pin<Box<Sleep>>,
}

impl UploadPace {
    pub(super) fn start(config: UploadConfig) -> Self {
        let started = Instant::now();
        Self { config, started, received: 0, timer: Box::pin(sleep_until(started + config.grace.min(config.timeout))) }
    }

    /// Counts bytes that have arrived.
    pub(super) fn add(&mut self, bytes: usize) {
        self.received += bytes as u64;
    }

    /// Waits until the client has fallen behind. To be polled while the upload waits for its client.
    pub(super) fn poll_behind(&mut self, context: &mut Context<'_>) -> Poll<UploadError> {
        loop {
            ready!(self.timer.as_mut().poll(context));
            let allowed = self.allowed();
            if self.started.elapsed() >= allowed {
                return Poll::Ready(if allowed == self.config.timeout {
                    UploadError::TimedOut(allowed)
                } else {
                    UploadError::TooSlow(self.config.min_rate)
                });
            }
            // Bytes that have come since the timer was set have moved the deadline.
            self.timer.as_mut().reset(self.started + allowed);
        }
    }

    /// The time that the client may take for the bytes so far, and until the next ones.
    fn allowed(&self) -> Duration {
        let millis = self.received.saturating_mul(1000) / self.config.min_rate.max(1);
        self.config.grace.max(Duration::from_millis(millis)).min(self.config.timeout)
    }
}
