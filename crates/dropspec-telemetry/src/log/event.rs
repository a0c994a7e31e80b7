//! The parts of an event that both formats of the log use.

use std::fmt;

use tracing::field::{Field, Visit};
use tracing::{Event, Level};

/// The name of a level, as configurations have it.
pub(super) fn level_name(level: Level) -> &'static str {
    match level {
        Level::ERROR => "error",
        Level::WARN => "warning",
        Level::INFO => "info",
        Level::DEBUG | Level::TRACE => "debug",
    }
}

/// The parts of an event of which a line is made.
#[derive(Clone, Copy, Debug)]
pub(super) struct EventParts<'e> {
    pub(super) level: Level,
    pub(super) message: &'e str,
    /// The fields, as the format of the line has them.
    pub(super) fields: &'e [u8],
}

/// The message of an event.
#[derive(Default)]
pub(super) struct Message(String);

impl Message {
    /// The field that is the message.
    pub(super) const FIELD: &str = "message";

    pub(super) fn of(event: &Event<'_>) -> Self {
        let mut message = Self::default();
        event.record(&mut message);
        message
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == Self::FIELD {
            self.0 = format!("{value:?}");
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == Self::FIELD {
            value.clone_into(&mut self.0);
        }
    }
}
