//! The log: what slog is told, and a line for each request.

mod access;
mod clock;
mod json;
mod text;
mod writer;

use std::cell::RefCell;
use std::env;
use std::io::{self, IsTerminal};
use std::panic::UnwindSafe;

use slog::{Drain, Level, Logger, Never, SendSyncRefUnwindSafeDrain, o, warn};

pub(crate) use access::{Access, milliseconds};
use text::{Colours, Text};
pub(crate) use writer::Writer;

/// The form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One object a line, for machines.
    Json,
    /// Lines for a person, in colours on a terminal.
    Text,
}

/// What is logged, and how.
#[derive(Clone, Copy, Debug)]
pub struct LogConfig {
    /// The form.
    pub format: Format,
    /// The least that is logged; nothing at all without it. Each request has a line from [`Level::Info`] on.
    pub level: Option<Level>,
}

impl Default for LogConfig {
    /// Warnings, for a person.
    fn default() -> Self {
        Self { format: Format::Text, level: Some(Level::Warning) }
    }
}

impl LogConfig {
    /// A log to standard error, without the lines of requests.
    pub fn logger(self) -> Logger {
        Log::new(self).logger
    }
}

/// The log of a service.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    logger: Logger,
    writer: Writer,
    /// How the lines of requests are written, if they are.
    lines: Option<Lines>,
    level: Option<Level>,
}

#[derive(Clone, Copy, Debug)]
enum Lines {
    Json,
    Text(Colours),
}

thread_local! {
    static LINE: RefCell<Vec<u8>> = RefCell::new(Vec::with_capacity(512));
}

impl Log {
    /// A log to standard error.
    pub(crate) fn new(config: LogConfig) -> Self {
        // <https://no-color.org>
        let is_plain = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) || !io::stderr().is_terminal();
        let colours = if is_plain { Colours::Off } else { Colours::On };
        Self::to(Writer::standard_error(), config, colours)
    }

    fn to(writer: Writer, config: LogConfig, colours: Colours) -> Self {
        let (lines, logger) = match config.format {
            Format::Json => (Lines::Json, logger(json::drain(writer.clone()), config.level)),
            Format::Text => (Lines::Text(colours), logger(Text { writer: writer.clone(), colours }, config.level)),
        };
        let has_lines = config.level.is_some_and(|least| Level::Info.is_at_least(least));
        Self { logger, writer, lines: has_lines.then_some(lines), level: config.level }
    }

    /// A log that somebody else has made. Requests have no lines in it.
    pub(crate) fn of(logger: &Logger) -> Self {
        Self { logger: logger.clone(), writer: Writer::standard_error(), lines: None, level: None }
    }

    /// Where records go.
    pub(crate) fn logger(&self) -> &Logger {
        &self.logger
    }

    /// Whether requests that nobody asks about, as those of probes, have lines.
    pub(crate) fn has_all_lines(&self) -> bool {
        self.level.is_some_and(|least| Level::Debug.is_at_least(least))
    }

    /// Whether requests have lines.
    pub(crate) fn has_lines(&self) -> bool {
        self.lines.is_some()
    }

    /// Writes the line of a request.
    pub(crate) fn write(&self, access: &Access<'_>) {
        let Some(lines) = self.lines else { return };
        let lost = LINE.with_borrow_mut(|line| {
            line.clear();
            match lines {
                Lines::Json => access.json(line),
                Lines::Text(colours) => access.text(colours, line),
            }
            self.writer.write(line, false)
        });
        if lost > 0 {
            warn!(self.logger, "lines of the log were lost: nobody took them in time"; "count" => lost);
        }
    }

    /// How many lines were lost because nobody took them.
    pub(crate) fn lost(&self) -> u64 {
        self.writer.lost()
    }
}

/// The filter stands in front of all else, so that what is filtered out costs next to nothing.
fn logger<D>(drain: D, level: Option<Level>) -> Logger
where
    D: SendSyncRefUnwindSafeDrain<Ok = (), Err = Never> + UnwindSafe + 'static,
{
    match level {
        Some(level) => Logger::root(drain.filter_level(level).fuse(), o!()),
        None => Logger::root(slog::Discard, o!()),
    }
}

/// Waits until all that was logged is written, but not for long. The last thing that a program does.
pub fn flush() {
    Writer::standard_error().flush();
}
