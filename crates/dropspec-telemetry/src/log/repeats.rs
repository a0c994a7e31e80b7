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
pub(super) struct Repeats(Mutex<HashMap<u64, Repeated>>);

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

impl Repeats {
    /// Whether an event is logged, which it is unless an equal one was. Two events are equal if their messages and fields are; the ids of
    /// requests are not among those.
    pub(super) fn admits(&self, format: LineFormat, event: EventParts<'_>) -> bool {
        let mut hasher = DefaultHasher::new();
        (event.message, event.fields).hash(&mut hasher);
        let mut errors = self.lock();
        let key = hasher.finish();
        if let Some(repeated) = errors.get_mut(&key) {
            repeated.count += 1;
            return false;
        }
        if errors.len() < MAX_ERRORS {
            errors.insert(key, Repeated::new(format, event));
        }
        true
    }

    /// The lines about the repetitions since the last call, which is made every [`INTERVAL`]. Errors without any are forgotten.
    pub(super) fn take(&self) -> Vec<u8> {
        let mut lines = Vec::new();
        self.lock().retain(|_, repeated| repeated.take(&mut lines));
        lines
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Repeated>> {
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
