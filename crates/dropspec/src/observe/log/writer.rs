//! Lines on their way to whoever reads the log.
//!
//! A line is put behind others in memory, and one thread writes them, many at a time: a request does not wait for the terminal or the
//! pipe, and hardly ever for another request.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How much may wait when nobody takes it, in bytes. What comes then is lost, and counted.
const MOST: usize = 4 * 1024 * 1024;

/// How much is written at once without waiting for more, in bytes.
const ENOUGH: usize = 64 * 1024;

/// How long a line waits for others.
const PAUSE: Duration = Duration::from_millis(50);

/// How long the end of the process waits for a reader that does not read.
const PATIENCE: Duration = Duration::from_secs(2);

/// What every log of the process writes to.
static STANDARD_ERROR: LazyLock<Writer> = LazyLock::new(|| Writer::new(io::stderr()));

/// Where lines are written.
#[derive(Clone, Debug)]
pub(crate) struct Writer(Arc<Queue>);

#[derive(Debug)]
struct Queue {
    waiting: Mutex<Waiting>,
    /// Tells the thread that there is something to do.
    work: Condvar,
    /// Tells that something has been written.
    done: Condvar,
    lost: AtomicU64,
    /// How many of those lost the log has told of.
    told: AtomicU64,
}

#[derive(Debug, Default)]
struct Waiting {
    lines: Vec<u8>,
    /// Whether somebody does not want to wait for the pause.
    is_urgent: bool,
    /// Whether lines are being written that are here no more.
    is_writing: bool,
}

impl Writer {
    /// The one to standard error.
    pub(crate) fn standard_error() -> Self {
        STANDARD_ERROR.clone()
    }

    pub(crate) fn new(target: impl Write + Send + 'static) -> Self {
        let queue = Arc::new(Queue {
            waiting: Mutex::default(),
            work: Condvar::new(),
            done: Condvar::new(),
            lost: AtomicU64::new(0),
            told: AtomicU64::new(0),
        });
        let theirs = Arc::clone(&queue);
        // Without a thread there is no log; the service works all the same, and the lines are counted as lost.
        let _ = thread::Builder::new().name("log".to_owned()).spawn(move || theirs.write_all_to(target));
        Self(queue)
    }

    /// Takes a line, which ends with a newline. One that is urgent is written at once, with those before it.
    ///
    /// Answers how many lines were lost before it, once for each loss.
    pub(crate) fn write(&self, line: &[u8], is_urgent: bool) -> u64 {
        let mut waiting = self.0.lock();
        let before = waiting.lines.len();
        if before + line.len() > MOST {
            self.0.lost.fetch_add(1, Ordering::Relaxed);
            return 0;
        }
        waiting.lines.extend_from_slice(line);
        waiting.is_urgent |= is_urgent;
        let is_first = before == 0;
        let is_enough = before < ENOUGH && waiting.lines.len() >= ENOUGH;
        drop(waiting);
        if is_first || is_enough || is_urgent {
            self.0.work.notify_one();
        }
        match (self.lost(), self.0.told.load(Ordering::Relaxed)) {
            (lost, told) if lost == told => 0,
            (lost, _) => lost - self.0.told.swap(lost, Ordering::Relaxed).min(lost),
        }
    }

    /// How many lines were lost.
    pub(crate) fn lost(&self) -> u64 {
        self.0.lost.load(Ordering::Relaxed)
    }

    /// Waits until all lines are written, but not for long.
    pub(crate) fn flush(&self) {
        let mut waiting = self.0.lock();
        waiting.is_urgent = true;
        self.0.work.notify_one();
        let is_busy = |waiting: &mut Waiting| waiting.is_writing || !waiting.lines.is_empty();
        // Whoever does not read for so long is not waited for any longer.
        drop(self.0.done.wait_timeout_while(waiting, PATIENCE, is_busy));
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
            // Nobody reads the log: there is nowhere to say so.
            let _ = target.write_all(&lines).and_then(|()| target.flush());
            lines.clear();
            // A burst is not to be paid for for ever.
            lines.shrink_to(4 * ENOUGH);
            self.lock().is_writing = false;
            self.done.notify_all();
        }
    }

    /// Waits for lines, and for some more, and takes them.
    fn take(&self, lines: &mut Vec<u8>) {
        let wait = |waiting, until: fn(&mut Waiting) -> bool| {
            self.work.wait_while(waiting, until).unwrap_or_else(PoisonError::into_inner)
        };
        let waiting = wait(self.lock(), |waiting| waiting.lines.is_empty());
        let is_little = |waiting: &mut Waiting| !waiting.is_urgent && waiting.lines.len() < ENOUGH;
        let paused = self.work.wait_timeout_while(waiting, PAUSE, is_little);
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

    /// Sends what is written on, once it may.
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
    fn what_is_urgent_does_not_wait() {
        let (writer, written, allow) = writer();
        (0..2).for_each(|_| allow.send(()).unwrap());
        let started = Instant::now();
        writer.write(b"a\n", true);
        assert_eq!(written.recv().unwrap(), b"a\n");
        assert!(started.elapsed() < PAUSE, "it took {:?}", started.elapsed());
        writer.write(b"b\n", false);
        writer.flush();
        assert_eq!(written.try_recv().unwrap(), b"b\n", "all is there after a flush");
    }

    #[test]
    fn lines_that_nobody_reads_are_lost_and_counted() {
        let (writer, written, allow) = writer();
        let line = [b"x".repeat(MOST / 4 - 1).as_slice(), b"\n"].concat();
        writer.write(b"first\n", true);
        // The thread holds the first one, and waits.
        while !writer.0.lock().lines.is_empty() {
            thread::yield_now();
        }
        (0..6).for_each(|_| assert_eq!(writer.write(&line, false), 0));
        assert_eq!(writer.lost(), 2);
        (0..3).for_each(|_| allow.send(()).unwrap());
        assert_eq!(written.recv().unwrap(), b"first\n");
        assert_eq!(written.recv().unwrap().len(), MOST);
        writer.flush();
        assert_eq!([writer.write(b"next\n", false), writer.write(b"one more\n", false)], [2, 0]);
    }
}
