//! A non-blocking writer of lines.
//!
//! Lines are appended to a buffer in memory, and one thread writes them, many at a time: a request does not wait for the terminal or the
//! pipe, and hardly ever for another request.

use std::io::{self, Write};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use dropspec_http::BackgroundTask;

use super::LineFormat;
use super::event::EventParts;
use super::queue::Queue;

/// How long [`Writer::flush`] waits for a reader that does not read.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(2);

/// The writer that every log of the process shares.
static STANDARD_ERROR: LazyLock<Writer> = LazyLock::new(|| Writer::new(io::stderr()));

/// A writer of lines. Clones share the buffer.
#[derive(Clone, Debug)]
pub(crate) struct Writer {
    queue: Arc<Queue>,
    /// Write the lines and report repeated events. Where the system has no thread for one, nothing is written, or nothing reported; the service
    /// works all the same.
    _tasks: Arc<[Option<BackgroundTask>; 2]>,
}

impl Writer {
    /// The writer to standard error.
    pub(crate) fn standard_error() -> Self {
        STANDARD_ERROR.clone()
    }

    pub(crate) fn new(target: impl Write + Send + 'static) -> Self {
        let queue = Arc::<Queue>::default();
        let tasks = [Queue::write_to(&queue, target), Queue::report_repeats(&queue)];
        Self { queue, _tasks: Arc::new(tasks) }
    }

    /// Appends a line, which ends with a newline. An urgent line is written without delay, with those before it.
    ///
    /// Returns the number of lines that were dropped since it was last reported.
    pub(crate) fn write(&self, line: &[u8], is_urgent: bool) -> u64 {
        self.queue.append(line, is_urgent)
    }

    /// Whether an event is written: equal ones are counted instead, and a line reports their number every ten seconds.
    pub(super) fn admits(&self, format: LineFormat, event: EventParts<'_>) -> bool {
        self.queue.repeats.admits(format, event)
    }

    /// The number of lines that were dropped.
    #[cfg(any(test, feature = "metrics"))]
    pub(crate) fn dropped(&self) -> u64 {
        self.queue.dropped()
    }

    /// Waits until all lines are written, for at most [`FLUSH_TIMEOUT`].
    pub(crate) fn flush(&self) {
        let lines = self.queue.repeats.take();
        if !lines.is_empty() {
            self.write(&lines, true);
        }
        self.queue.flush(FLUSH_TIMEOUT);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::thread;
    use std::time::Instant;

    use super::super::queue::{BATCH_DELAY, BUFFER_CAPACITY};
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
    fn a_target_that_panics_loses_one_batch() {
        struct Panics(Sender<Vec<u8>>);

        impl Write for Panics {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                assert_ne!(bytes, b"bad\nworse\n", "the target panics");
                self.0.send(bytes.to_vec()).map_err(io::Error::other)?;
                Ok(bytes.len())
            }

            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }

        let (sender, written) = channel();
        let writer = Writer::new(Panics(sender));
        writer.write(b"bad\nworse\n", true);
        writer.flush();
        // Nothing waits for the lines that are lost.
        let begun = Instant::now();
        assert_eq!(writer.write(b"good\n", true), 2);
        assert_eq!(written.recv_timeout(Duration::from_secs(20)).unwrap(), b"good\n");
        writer.flush();
        assert!(begun.elapsed() < Duration::from_secs(20));
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
        while !writer.queue.is_empty() {
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
