//! The log: events of `tracing`, and a line for each request.

pub(crate) mod clock;
pub(crate) mod cut;
pub(crate) mod digits;
mod event;
pub(crate) mod json;
mod layer;
mod queue;
mod repeats;
pub(crate) mod text;
mod writer;

use std::cell::RefCell;
use std::env;
use std::io::{self, IsTerminal};
use std::panic;
use std::time::SystemTime;

use dropspec_http::{RequestScope, panic_message};
use tracing::level_filters::LevelFilter;
use tracing::subscriber::SetGlobalDefaultError;
use tracing::{Event, error, warn};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::registry::LookupSpan;

use event::EventParts;
pub use layer::LogLayer;
use text::Colours;
pub(crate) use writer::Writer;

/// The format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// Lines for a person, with colours on a terminal.
    Text,
}

/// What is logged, and in which format.
#[derive(Clone, Copy, Debug)]
pub struct LogConfig {
    /// The format.
    pub format: LogFormat,
    /// The least severe level that is logged. With [`LevelFilter::INFO`] each request has a line, with [`LevelFilter::DEBUG`] also those of probes.
    pub level: LevelFilter,
}

impl Default for LogConfig {
    /// Warnings and errors, as text.
    fn default() -> Self {
        Self { format: LogFormat::Text, level: LevelFilter::WARN }
    }
}

impl LogConfig {
    /// Sends the events of the whole process to this log, on standard error.
    ///
    /// # Errors
    /// When the process has a subscriber already.
    pub fn install(self) -> Result<(), SetGlobalDefaultError> {
        tracing::subscriber::set_global_default(tracing_subscriber::registry().with(self.layer()))
    }

    /// The log as a layer, for a subscriber that has other layers as well.
    pub fn layer<S>(self) -> impl Layer<S> + Send + Sync
    where
        S: tracing::Subscriber + for<'s> LookupSpan<'s>,
    {
        LogLayer::new(Writer::standard_error(), LineFormat::of(self.format)).with_filter(layer::filter(self.level))
    }
}

/// Sends panics to the log, with the request in which they happen, and not to standard error as they are. It holds for the whole process.
pub fn log_panics() {
    panic::set_hook(Box::new(|panic| {
        let location = panic.location().map(ToString::to_string).unwrap_or_default();
        error!(cause = panic_message(panic.payload()), location, "panic");
    }));
}

/// Waits until all lines are written, for at most two seconds. A program calls it at its end.
pub fn flush() {
    Writer::standard_error().flush();
}

/// The format of lines, with what the environment says of colours.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LineFormat {
    Json,
    Text(Colours),
}

impl LineFormat {
    fn of(format: LogFormat) -> Self {
        match format {
            LogFormat::Json => Self::Json,
            LogFormat::Text => Self::Text(colours()),
        }
    }

    /// Writes the line of an event, with the ids of a request.
    fn event(self, time: SystemTime, event: EventParts<'_>, scope: Option<&RequestScope>, line: &mut Vec<u8>) {
        match self {
            Self::Json => json::event(time, event, scope, line),
            Self::Text(colours) => text::event(time, event, scope, colours, line),
        }
    }

    /// Writes the fields of an event.
    fn fields(self, event: &Event<'_>, fields: &mut Vec<u8>) {
        match self {
            Self::Json => event.record(&mut json::Fields(fields)),
            Self::Text(colours) => event.record(&mut text::Fields { line: fields, colours }),
        }
    }
}

/// Colours on a terminal, unless `NO_COLOR` is set (<https://no-color.org>).
fn colours() -> Colours {
    let is_plain = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) || !io::stderr().is_terminal();
    if is_plain { Colours::Off } else { Colours::On }
}

/// The lines of requests. They are not events of `tracing`, which would cost each request several times as much.
#[derive(Clone, Debug)]
pub(crate) struct AccessLog {
    writer: Writer,
    format: LineFormat,
    level: LevelFilter,
}

thread_local! {
    static LINE: RefCell<Vec<u8>> = RefCell::new(Vec::with_capacity(512));
}

impl AccessLog {
    /// The access log on standard error.
    pub(crate) fn new(config: LogConfig) -> Self {
        Self { writer: Writer::standard_error(), format: LineFormat::of(config.format), level: config.level }
    }

    /// Whether requests have lines.
    pub(crate) fn is_enabled(&self) -> bool {
        self.level >= LevelFilter::INFO
    }

    /// Whether also successful requests of probes have lines.
    pub(crate) fn includes_probes(&self) -> bool {
        self.level >= LevelFilter::DEBUG
    }

    /// Writes a line.
    pub(crate) fn write(&self, write: impl FnOnce(LineFormat, &mut Vec<u8>)) {
        let dropped = LINE.with_borrow_mut(|line| {
            line.clear();
            write(self.format, line);
            self.writer.write(line, false)
        });
        if dropped > 0 {
            warn!(count = dropped, "log buffer full: lines dropped");
        }
    }

    /// The number of lines that were dropped because the buffer was full.
    #[cfg(feature = "metrics")]
    pub(crate) fn dropped_lines(&self) -> u64 {
        self.writer.dropped()
    }
}
