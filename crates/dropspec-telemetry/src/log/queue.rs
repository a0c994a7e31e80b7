//! The lines that wait to be written, and the threads that write them.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dropspec_http::{BackgroundTask, Shutdown};

use super::repeats::{INTERVAL, Repeats};

/// The capacity of the buffer, in bytes. When it is full, lines are dropped and counted.
pub(super) const BUFFER_CAPACITY: usize = 4 * 1024 * 1024;

/// The size of a batch that is written without waiting for more lines, in bytes.
const BATCH_SIZE: usize = 64 * 1024;

/// How long a line waits for others.
pub(super) const BATCH_DELAY: Duration = Duration::from_millis(50);

/// The lines that wait to be written.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    /// Wakes the thread when lines are to be written.
    work: Condvar,
    /// Wakes those who flush, when lines have been written.
    done: Condvar,
    dropped: AtomicU64,
    /// The number of dropped lines that the log has reported.
    reported: AtomicU64,
    pub(super) repeats: Repeats,
}

#[derive(Debug, Default)]
struct Waiting {
    lines: Vec<u8>,
    /// Whether the lines are written without delay.
    is_urgent: bool,
    /// Whether the thread is writing lines that it has taken.
    is_writing: bool,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Appends a line. Returns the number of lines that were dropped since it was last reported.
    pub(super) fn append(&self, line: &[u8], is_urgent: bool) -> u64 {
        let mut waiting = self.lock();
        let before = waiting.lines.len();
        if before + line.len() > BUFFER_CAPACITY {
            self.dropped.fetch_add(1, Ordering::Relaxed);
            return 0;
        }
        waiting.lines.extend_from_slice(line);
        waiting.is_urgent |= is_urgent;
        let is_first = before == 0;
        let is_full_batch = before < BATCH_SIZE && waiting.lines.len() >= BATCH_SIZE;
        drop(waiting);
        if is_first || is_full_batch || is_urgent {
            self.work.notify_one();
        }
        match (self.dropped(), self.reported.load(Ordering::Relaxed)) {
            (dropped, reported) if dropped == reported => 0,
            (dropped, _) => dropped - self.reported.swap(dropped, Ordering::Relaxed).min(dropped),
        }
    }

    /// The number of lines that were dropped.
    pub(super) fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Starts the thread that writes lines until the process ends.
    pub(super) fn write_to(self: &Arc<Self>, mut target: impl Write + Send + 'static) -> Option<BackgroundTask> {
        let (queue, mut lines) = (Arc::clone(self), Vec::new());
        let work = move |_: &Shutdown| {
            queue.drop_lines(&mut lines);
            loop {
                queue.take(&mut lines);
                // There is no other place to report the error.
                let _ = target.write_all(&lines).and_then(|()| target.flush());
                lines.clear();
                // Release memory after a burst.
                lines.shrink_to(4 * BATCH_SIZE);
                queue.end_writing();
            }
        };
        BackgroundTask::spawn("log", work).ok()
    }

    /// Drops the lines of a batch that a panic has interrupted.
    fn drop_lines(&self, lines: &mut Vec<u8>) {
        if !lines.is_empty() {
            let count = lines.iter().filter(|byte| **byte == b'\n').count();
            self.dropped.fetch_add(count as u64, Ordering::Relaxed);
            lines.clear();
            self.end_writing();
        }
    }

    fn end_writing(&self) {
        self.lock().is_writing = false;
        self.done.notify_all();
    }

    /// Starts the thread that reports repeated events.
    pub(super) fn report_repeats(self: &Arc<Self>) -> Option<BackgroundTask> {
        let queue = Arc::clone(self);
        let work = move |shutdown: &Shutdown| {
            while !shutdown.wait(INTERVAL) {
                let lines = queue.repeats.take();
                if !lines.is_empty() {
                    queue.append(&lines, true);
                }
            }
            Ok(())
        };
        BackgroundTask::spawn("log-repeats", work).ok()
    }

    /// Waits for a batch of lines, and takes it.
    fn take(&self, lines: &mut Vec<u8>) {
        let wait = |waiting, until: fn(&mut Waiting) -> bool| {
            self.work.wait_while(waiting, until).unwrap_or_else(PoisonError::into_inner)
        };
        let waiting = wait(self.lock(), |waiting| waiting.lines.is_empty());
        let is_small = |waiting: &mut Waiting| !waiting.is_urgent && waiting.lines.len() < BATCH_SIZE;
        let paused = self.work.wait_timeout_while(waiting, BATCH_DELAY, is_small);
        let (mut waiting, _) = paused.unwrap_or_else(PoisonError::into_inner);
        std::mem::swap(&mut waiting.lines, lines);
        (waiting.is_urgent, waiting.is_writing) = (false, true);
    }

    /// Waits until all lines are written, for at most this time.
    pub(super) fn flush(&self, time: Duration) {
        let mut waiting = self.lock();
        waiting.is_urgent = true;
        self.work.notify_one();
        let is_busy = |waiting: &mut Waiting| waiting.is_writing || !waiting.lines.is_empty();
        drop(self.done.wait_timeout_while(waiting, time, is_busy));
    }

    /// Whether a line waits that no thread has taken.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.lock().lines.is_empty()
    }
}
