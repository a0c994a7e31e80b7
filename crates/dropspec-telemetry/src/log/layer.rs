//! Events of `tracing` as lines of the log.

use std::cell::RefCell;
use std::time::SystemTime;

use dropspec_http::RequestScope;
use tracing::level_filters::LevelFilter;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::Context;

use super::LineFormat;
use super::event::{EventParts, Message};
use super::writer::Writer;

/// A layer that writes events as lines, with the ids of the request in which they happen. Warnings and errors that are equal are counted, not
/// repeated.
#[derive(Debug)]
pub struct LogLayer {
    writer: Writer,
    format: LineFormat,
}

thread_local! {
    static BUFFERS: RefCell<Buffers> = const { RefCell::new(Buffers { fields: Vec::new(), line: Vec::new() }) };
}

struct Buffers {
    fields: Vec<u8>,
    line: Vec<u8>,
}

impl LogLayer {
    pub(super) fn new(writer: Writer, format: LineFormat) -> Self {
        Self { writer, format }
    }
}

/// The filter of a level. It is evaluated once for each place in the code that has an event.
pub(super) fn filter(level: LevelFilter) -> Targets {
    // h2 has an event for each frame.
    Targets::new().with_default(level).with_target("h2", level.min(LevelFilter::INFO))
}

impl<S: Subscriber> Layer<S> for LogLayer {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        // A value that logs while it is formatted finds the buffers in use, and its event is left out.
        BUFFERS.with(|buffers| {
            let Ok(mut buffers) = buffers.try_borrow_mut() else { return };
            let Buffers { fields, line } = &mut *buffers;
            fields.clear();
            line.clear();
            let message = Message::of(event);
            self.format.fields(event, fields);
            let level = *event.metadata().level();
            let event = EventParts { level, message: message.as_str(), fields };
            if level <= Level::WARN && !self.writer.admits(self.format, event) {
                return;
            }
            self.format.event(SystemTime::now(), event, RequestScope::current().as_deref(), line);
            self.writer.write(line, true);
        });
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::mpsc::{Sender, channel};

    use dropspec_http::{RequestScope, TraceContext};
    use http::{HeaderMap, Uri};
    use serde_json::{Value, json};
    use tracing::{debug, error, info};
    use tracing_subscriber::layer::SubscriberExt;

    use super::super::text::Colours;
    use super::*;

    struct Lines(Sender<String>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.send(String::from_utf8_lossy(bytes).into_owned()).map_err(io::Error::other)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// The lines that `log` leads to.
    fn lines(format: LineFormat, level: LevelFilter, log: impl FnOnce()) -> String {
        let (sender, lines) = channel();
        let writer = Writer::new(Lines(sender));
        let layer = LogLayer::new(writer.clone(), format).with_filter(filter(level));
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), log);
        writer.flush();
        lines.try_iter().collect()
    }

    fn in_request(log: impl FnOnce()) {
        let id = "7f1d8a52-0b37-4c5e-9c4a-3d2e1f00aa55";
        let trace = TraceContext::of(&HeaderMap::new(), id);
        RequestScope::new(id, Uri::from_static("/"), trace, false).sync_scope(log);
    }

    #[test]
    fn an_event_is_a_json_object_with_the_ids_of_its_request() {
        let text = lines(LineFormat::Json, LevelFilter::INFO, || {
            in_request(|| error!(cause = %"a \"b\"", count = 3, share = 0.5, is_new = true, "operation failed"));
            debug!("not logged");
        });
        let mut line: Value = serde_json::from_str(&text).unwrap();
        assert!(line.as_object_mut().unwrap().remove("time").unwrap().as_str().unwrap().ends_with('Z'));
        let expected = json!({
            "level": "error", "msg": "operation failed",
            "request_id": "7f1d8a52-0b37-4c5e-9c4a-3d2e1f00aa55", "trace_id": "7f1d8a520b374c5e9c4a3d2e1f00aa55",
            "cause": "a \"b\"", "count": 3, "share": 0.5, "is_new": true,
        });
        assert_eq!(line, expected);
    }

    #[test]
    fn an_event_is_a_text_line_without_its_trace() {
        let text = lines(LineFormat::Text(Colours::Off), LevelFilter::INFO, || {
            info!(address = %"127.0.0.1:80", "serving");
            in_request(|| error!(cause = "a\u{1b}b", "failed"));
        });
        let (first, second) = text.split_once('\n').unwrap();
        assert!(first.ends_with(" info serving address=127.0.0.1:80"), "{first}");
        assert!(second.ends_with(" error failed cause=a\\u{1b}b request_id=7f1d8a52-0b37-4c5e-9c4a-3d2e1f00aa55\n"));
    }

    #[test]
    fn equal_errors_are_counted() {
        for format in [LineFormat::Json, LineFormat::Text(Colours::Off)] {
            let text = lines(format, LevelFilter::INFO, || {
                for _ in 0..1000 {
                    in_request(|| error!(cause = "no connection", "operation failed"));
                }
                error!(cause = "disk full", "operation failed");
                (0..2).for_each(|_| info!("serving"));
            });
            assert_eq!(text.lines().count(), 5, "{text}");
            assert_eq!(text.matches("no connection").count(), 2, "{text}");
            assert!(text.contains("operation failed (999 times in the last "), "{text}");
        }
    }

    #[test]
    fn long_values_are_cut() {
        for format in [LineFormat::Json, LineFormat::Text(Colours::Off)] {
            let text = lines(format, LevelFilter::INFO, || error!(cause = "ü".repeat(5000), "failed"));
            assert!(text.len() < 1400, "{}", text.len());
            assert!(text.contains("ü… (8976 more bytes)"), "{text}");
        }
    }

    #[test]
    fn an_event_that_is_filtered_out_is_not_evaluated() {
        let text = lines(LineFormat::Json, LevelFilter::OFF, || {
            error!(cause = ?{ let cause: &dyn std::fmt::Debug = &Unwanted; cause }, "failed");
        });
        assert_eq!(text, "");
    }

    struct Unwanted;

    impl std::fmt::Debug for Unwanted {
        fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            panic!("the value is formatted")
        }
    }
}
