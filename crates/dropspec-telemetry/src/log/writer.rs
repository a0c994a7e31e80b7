//! A non-blocking writer of lines.
//!
//! Lines are appended to a buffer in memory, and one thread writes them, many at a time: a request does not wait for the terminal or the
//! pipe, and hardly ever for another request.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::LineFormat;
use super::event::EventParts;
use super::repeats::{Admission, INTERVAL, Repeats};

/// The capacity of the buffer, in bytes. When it is full, lines are dropped and counted.
const BUFFER_CAPACITY: usize = 4 * 1024 * 1024;

/// The size of a batch that is written without waiting for more lines, in bytes.
const BATCH_SIZE: usize = 64 * 1024;

/// How long a line waits for others.
const BATCH_DELAY: Duration = Duration::from_millis(50);

/// How long [`Writer::flush`] waits for a reader that does not read.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(2);

/// The writer that every log of the process shares.
static STANDARD_ERROR: LazyLock<Writer> = LazyLock::new(|| Writer::new(io::stderr()));

/// A writer of lines. Clones share the buffer.
#[derive(Clone, Debug)]
pub(crate) struct Writer(Arc<Queue>);

#[derive(Debug)]
struct Queue {
    waiting: Mutex<Waiting>,
    /// Wakes the thread when lines are to be written.
    work: Condvar,
    /// Wakes those who flush, when lines have been written.
    done: Condvar,
    dropped: AtomicU64,
    /// The number of dropped lines that the log has reported.
    reported: AtomicU64,
    repeats: Repeats,
}

#[derive(Debug, Default)]
struct Waiting {
    lines: Vec<u8>,
    /// Whether the lines are written without delay.
    is_urgent: bool,
    /// Whether the thread is writing lines that it has taken.
    is_writing: bool,
}

impl Writer {
    /// The writer to standard error.
    pub(crate) fn standard_error() -> Self {
        STANDARD_ERROR.clone()
    }

    pub(crate) fn new(target: impl Write + Send + 'static) -> Self {
        let queue = Arc::new(Queue {
            waiting: Mutex::default(),
            work: Condvar::new(),
            done: Condvar::new(),
            dropped: AtomicU64::new(0),
            reported: AtomicU64::new(0),
            repeats: Repeats::default(),
        });
        let shared = Arc::clone(&queue);
        // Without a thread nothing is written: the service works all the same, and the lines are counted as dropped.
        let _ = thread::Builder::new().name("log".to_owned()).spawn(move || shared.write_all_to(target));
        Self(queue)
    }

    /// Appends a line, which ends with a newline. An urgent line is written without delay, with those before it.
    ///
    /// Returns the number of lines that were dropped since it was last reported.
    pub(crate) fn write(&self, line: &[u8], is_urgent: bool) -> u64 {
        let mut waiting = self.0.lock();
        let before = waiting.lines.len();
        if before + line.len() > BUFFER_CAPACITY {
            self.0.dropped.fetch_add(1, Ordering::Relaxed);
            return 0;
        }
        waiting.lines.extend_from_slice(line);
        waiting.is_urgent |= is_urgent;
        let is_first = before == 0;
        let is_full_batch = before < BATCH_SIZE && waiting.lines.len() >= BATCH_SIZE;
        drop(waiting);
        if is_first || is_full_batch || is_urgent {
            self.0.work.notify_one();
        }
        match (self.dropped(), self.0.reported.load(Ordering::Relaxed)) {
            (dropped, reported) if dropped == reported => 0,
            (dropped, _) => dropped - self.0.reported.swap(dropped, Ordering::Relaxed).min(dropped),
        }
    }

    /// Whether an event is written: equal ones are counted instead, and a line reports their number every [`INTERVAL`].
    pub(super) fn admits(&self, format: LineFormat, event: EventParts<'_>) -> bool {
        match self.0.repeats.admit(format, event) {
            Admission::Log => true,
            Admission::Count => false,
            Admission::LogAndReport => {
                self.report_repeats();
                true
            }
        }
    }

    /// Reports repeated events from a thread, which ends when there are none.
    fn report_repeats(&self) {
        let writer = self.clone();
        let report = move || {
            loop {
                thread::sleep(INTERVAL);
                let Some(lines) = writer.0.repeats.take() else { return };
                writer.write(&lines, true);
            }
        };
        if thread::Builder::new().name("log-repeats".to_owned()).spawn(report).is_err() {
            self.0.repeats.forget();
        }
    }

    /// The number of lines that were dropped.
    pub(crate) fn dropped(&self) -> u64 {
        self.0.dropped.load(Ordering::Relaxed)
    }

    /// Waits until all lines are written, for at most [`FLUSH_TIMEOUT`].
    pub(crate) fn flush(&self) {
        if let Some(lines) = self.0.repeats.take() {
            self.write(&lines, true);
        }
        let mut waiting = self.0.lock();
        waiting.is_urgent = true;
        self.0.work.notify_one();
        let is_busy = |waiting: &mut Waiting| waiting.is_writing || !waiting.lines.is_empty();
        drop(self.0.done.wait_timeout_while(waiting, FLUSH_TIMEOUT, is_busy));
    }
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes lines until the process ends.
    fn write_all_to(&self, mut target: impl Write) {
        let mut lines = Vec::new();
        loop {
            self.take(&mut lines);
            // There is no other place to report the error.
            let _ = target.write_all(&lines).and_then(|()| target.flush());
            lines.clear();
            // Release memory after a burst.
            lines.shrink_to(4 * BATCH_SIZE);
            self.lock().is_writing = false;
            self.done.notify_all();
        }
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
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::time::Instant;

    use super::*;

    /// Forwards what is written, once it is allowed to.
    struct Target {
        written: Sender<Vec<u8>>,
        may_write: Receiver<()>,
    }

    impl Write for Target {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.may_write.recv().map_err(io::Error::other)?;
            self.written.send(bytes.to_vec()).map_err(io::Error::other)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn writer() -> (Writer, Receiver<Vec<u8>>, Sender<()>) {
        let (written, read) = channel();
        let (allow, may_write) = channel();
        (Writer::new(Target { written, may_write }), read, allow)
    }

    #[test]
    fn lines_are_written_together() {
        let (writer, written, allow) = writer();
        allow.send(()).unwrap();
        writer.write(b"a\n", false);
        writer.write(b"b\n", false);
        assert_eq!(written.recv().unwrap(), b"a\nb\n");
    }

    #[test]
    fn urgent_lines_are_written_without_delay() {
        let (writer, written, allow) = writer();
        (0..2).for_each(|_| allow.send(()).unwrap());
        let started = Instant::now();
        writer.write(b"a\n", true);
        assert_eq!(written.recv().unwrap(), b"a\n");
        assert!(started.elapsed() < BATCH_DELAY, "it took {:?}", started.elapsed());
        writer.write(b"b\n", false);
        writer.flush();
        assert_eq!(written.try_recv().unwrap(), b"b\n", "written by the flush");
    }

    #[test]
    fn lines_are_dropped_and_counted_when_the_buffer_is_full() {
        let (writer, written, allow) = writer();
        let line = [b"x".repeat(BUFFER_CAPACITY / 4 - 1).as_slice(), b"\n"].concat();
        writer.write(b"first\n", true);
        // The thread holds the first one, and waits.
        while !writer.0.lock().lines.is_empty() {
            thread::yield_now();
        }
        (0..6).for_each(|_| assert_eq!(writer.write(&line, false), 0));
        assert_eq!(writer.dropped(), 2);
        (0..3).for_each(|_| allow.send(()).unwrap());
        assert_eq!(written.recv().unwrap(), b"first\n");
        assert_eq!(written.recv().unwrap().len(), BUFFER_CAPACITY);
        writer.flush();
        assert_eq!([writer.write(b"next\n", false), writer.write(b"one more\n", false)], [2, 0]);
    }
}
