//! Equal errors are counted, not repeated: in an outage each request has the same one.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use tracing::Level;

use super::LineFormat;
use super::event::EventParts;

/// How often the number of repetitions is logged.
pub(super) const INTERVAL: Duration = Duration::from_secs(10);

/// The maximum number of different errors that are counted at a time. Others are logged each time.
const MAX_ERRORS: usize = 256;

/// The errors of the last [`INTERVAL`], and how often each was repeated.
#[derive(Debug, Default)]
pub(super) struct Repeats(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    errors: HashMap<u64, Repeated>,
    /// Whether a thread logs the numbers.
    is_reported: bool,
}

/// An error that has been logged.
#[derive(Debug)]
struct Repeated {
    format: LineFormat,
    level: Level,
    message: String,
    fields: Vec<u8>,
    /// The number of repetitions that no line has reported.
    count: u64,
    since: Instant,
}

/// Whether an event is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// It is logged.
    Log,
    /// It is logged, and a thread has to be started that calls [`Repeats::take`] every [`INTERVAL`] until that returns `None`.
    LogAndReport,
    /// It was logged before, and is counted.
    Count,
}

impl Repeats {
    /// Whether an event is logged. Two events are equal if their messages and fields are; the ids of requests are not among those.
    pub(super) fn admit(&self, format: LineFormat, event: EventParts<'_>) -> Admission {
        let mut hasher = DefaultHasher::new();
        (event.message, event.fields).hash(&mut hasher);
        let mut state = self.lock();
        let key = hasher.finish();
        if let Some(repeated) = state.errors.get_mut(&key) {
            repeated.count += 1;
            return Admission::Count;
        }
        if state.errors.len() >= MAX_ERRORS {
            return Admission::Log;
        }
        state.errors.insert(key, Repeated::new(format, event));
        if std::mem::replace(&mut state.is_reported, true) { Admission::Log } else { Admission::LogAndReport }
    }

    /// The lines about the repetitions since the last call. Errors without any are forgotten; `None` when no error is left.
    pub(super) fn take(&self) -> Option<Vec<u8>> {
        let mut state = self.lock();
        let mut lines = Vec::new();
        state.errors.retain(|_, repeated| repeated.take(&mut lines));
        state.is_reported = !state.errors.is_empty();
        state.is_reported.then_some(lines)
    }

    /// Counts nothing any more, because there is no thread that would report it.
    pub(super) fn forget(&self) {
        *self.lock() = State::default();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Repeated {
    fn new(format: LineFormat, EventParts { level, message, fields }: EventParts<'_>) -> Self {
        Self { format, level, message: message.to_owned(), fields: fields.to_owned(), count: 0, since: Instant::now() }
    }

    /// Appends the line, and returns whether there were repetitions.
    fn take(&mut self, lines: &mut Vec<u8>) -> bool {
        if self.count == 0 {
            return false;
        }
        let seconds = self.since.elapsed().as_secs().max(1);
        let message = format!("{} ({} times in the last {seconds} s)", self.message, self.count);
        let event = EventParts { level: self.level, message: &message, fields: &self.fields };
        self.format.event(SystemTime::now(), event, None, lines);
        (self.count, self.since) = (0, Instant::now());
        true
    }
}
