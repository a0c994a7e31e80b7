//! Background threads, which are restarted when they end.

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tracing::error;

use crate::body::BoxError;
use crate::error::chain;

/// The shortest and the longest pause before a restart. It doubles each time, until the work has run for longer than the longest one.
const MIN_PAUSE: Duration = Duration::from_millis(100);
const MAX_PAUSE: Duration = Duration::from_secs(60);

/// A thread that works until this is dropped. When its work returns or panics before, the log says why, and it is restarted after a pause.
#[derive(Debug)]
pub struct BackgroundTask(Shutdown);

/// Whether a background task is to end.
#[derive(Clone, Debug, Default)]
pub struct Shutdown(Arc<Signal>);

#[derive(Debug, Default)]
struct Signal {
    is_requested: Mutex<bool>,
    changed: Condvar,
}

impl BackgroundTask {
    /// Starts a thread of this name. `work` returns when a shutdown is requested, and is called again when it ends before.
    ///
    /// # Errors
    /// When the system has no thread for it.
    pub fn spawn<F>(name: &'static str, mut work: F) -> io::Result<Self>
    where
        F: FnMut(&Shutdown) -> Result<(), BoxError> + Send + 'static,
    {
        let shutdown = Shutdown::default();
        let task = Self(shutdown.clone());
        let mut backoff = Backoff::default();
        thread::Builder::new().name(name.to_owned()).spawn(move || {
            loop {
                let started = Instant::now();
                let cause = run(&mut work, &shutdown);
                if shutdown.is_requested() {
                    return;
                }
                let pause = backoff.after(started.elapsed());
                error!(task = name, cause, ?pause, "background task ended, it is restarted after a pause");
                if shutdown.wait(pause) {
                    return;
                }
            }
        })?;
        Ok(task)
    }
}

impl Drop for BackgroundTask {
    fn drop(&mut self) {
        *self.0.lock() = true;
        self.0.0.changed.notify_all();
    }
}

impl Shutdown {
    /// Whether the task is to end.
    #[must_use]
    pub fn is_requested(&self) -> bool {
        *self.lock()
    }

    /// Waits until the task is to end, for at most this time. Returns whether it is.
    #[must_use]
    pub fn wait(&self, time: Duration) -> bool {
        let pending = |is_requested: &mut bool| !*is_requested;
        let waited = self.0.changed.wait_timeout_while(self.lock(), time, pending);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    fn lock(&self) -> MutexGuard<'_, bool> {
        self.0.is_requested.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Works until the work ends. Returns why it has.
fn run<F>(work: &mut F, shutdown: &Shutdown) -> String
where
    F: FnMut(&Shutdown) -> Result<(), BoxError>,
{
    match catch_unwind(AssertUnwindSafe(|| work(shutdown))) {
        Ok(Ok(())) => "it returned".to_owned(),
        Ok(Err(error)) => chain(&*error),
        Err(payload) => format!("panic: {}", panic_message(&*payload)),
    }
}

/// The message of a panic.
#[must_use]
pub fn panic_message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

/// The pauses before restarts.
#[derive(Debug)]
struct Backoff(Duration);

impl Default for Backoff {
    fn default() -> Self {
        Self(MIN_PAUSE)
    }
}

impl Backoff {
    /// The pause after the work has run for this time.
    fn after(&mut self, ran: Duration) -> Duration {
        let pause = if ran > MAX_PAUSE { MIN_PAUSE } else { self.0 };
        self.0 = (2 * pause).min(MAX_PAUSE);
        pause
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pauses_grow_until_the_work_goes_well() {
        let mut backoff = Backoff::default();
        let pauses = [(); 12].map(|()| backoff.after(Duration::ZERO).as_millis());
        assert_eq!(pauses, [100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 51200, 60000, 60000]);
        assert_eq!(backoff.after(2 * MAX_PAUSE), MIN_PAUSE);
        assert_eq!(backoff.after(Duration::ZERO), 2 * MIN_PAUSE);
    }
}
