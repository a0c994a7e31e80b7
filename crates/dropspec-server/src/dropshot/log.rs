//! The log of dropshot, which is written by `slog`, as events of `tracing`.
//!
//! Only warnings and errors are passed on: requests are logged by the telemetry. Queries are left out, since they may contain credentials.

use std::fmt::{self, Write};

use slog::{Drain, KV, Key, Level, Logger, OwnedKVList, Record, Serializer, o};
use tracing::{error, warn};

/// The target of the events.
const TARGET: &str = "dropshot";

/// Messages about clients: one that does not wait, which the telemetry logs as well, and one with an unknown method.
const ABOUT_CLIENTS: [&str; 2] =
    ["request handling cancelled (client disconnected)", "failed to determine request API version"];

/// A logger that passes warnings and errors on.
pub(super) fn logger() -> Logger {
    Logger::root(Forward, o!())
}

/// Passes records on as events.
struct Forward;

impl Drain for Forward {
    type Ok = ();
    type Err = slog::Never;

    fn log(&self, record: &Record<'_>, values: &OwnedKVList) -> Result<(), slog::Never> {
        // slog asks the drains, not the logger, and each request has records that are not wanted.
        if !self.is_enabled(record.level())
            || record.msg().as_str().is_some_and(|message| ABOUT_CLIENTS.contains(&message))
        {
            return Ok(());
        }
        let mut fields = Fields(String::new());
        // A value that cannot be formatted is left out.
        let _ = values.serialize(record, &mut fields);
        let _ = record.kv().serialize(record, &mut fields);
        let details = fields.0.as_str();
        match record.level() {
            Level::Critical | Level::Error => error!(target: TARGET, details, "{}", record.msg()),
            _ => warn!(target: TARGET, details, "{}", record.msg()),
        }
        Ok(())
    }

    fn is_enabled(&self, level: Level) -> bool {
        match level {
            Level::Critical | Level::Error => tracing::enabled!(target: TARGET, tracing::Level::ERROR),
            Level::Warning => tracing::enabled!(target: TARGET, tracing::Level::WARN),
            Level::Info | Level::Debug | Level::Trace => false,
        }
    }
}

/// The values of a record as text.
struct Fields(String);

impl Serializer for Fields {
    fn emit_arguments(&mut self, key: Key, value: &fmt::Arguments<'_>) -> slog::Result {
        let value = value.to_string();
        let kept = if key == "uri" { value.split('?').next().unwrap_or_default() } else { &value };
        let separator = if self.0.is_empty() { "" } else { ", " };
        write!(self.0, "{separator}{key}: {kept}")?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use slog::{FnValue, info, warn};
    use tracing::field::{Field, Visit};
    use tracing::{Event, Subscriber};
    use tracing_subscriber::Layer;
    use tracing_subscriber::layer::{Context, SubscriberExt};

    use super::*;

    /// Keeps events as text.
    #[derive(Clone, Default)]
    struct Events(Arc<Mutex<String>>);

    impl<S: Subscriber> Layer<S> for Events {
        fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
            let mut text = self.0.lock().unwrap();
            write!(text, "{}", event.metadata().level()).unwrap();
            event.record(&mut Text(&mut text));
        }
    }

    struct Text<'t>(&'t mut String);

    impl Visit for Text<'_> {
        fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
            write!(self.0, " {field}={value:?}").unwrap();
        }
    }

    fn events(log: impl FnOnce(&Logger)) -> String {
        let events = Events::default();
        let subscriber = tracing_subscriber::registry().with(events.clone());
        tracing::subscriber::with_default(subscriber, || log(&logger()));
        events.0.lock().unwrap().clone()
    }

    #[test]
    fn queries_are_not_logged() {
        let text = events(|log| {
            let log = log.new(o!("method" => "GET", "uri" => "/a?key=sesame"));
            warn!(log, "done"; "status" => 200, "what" => "why?");
        });
        assert!(text.starts_with("WARN message=done details="), "{text}");
        assert!(text.contains("uri: /a,") && text.contains("what: why?") && !text.contains("sesame"), "{text}");
    }

    #[test]
    fn requests_are_not_logged_twice() {
        assert_eq!(events(|log| warn!(log, "request handling cancelled (client disconnected)"; "a" => 1)), "");
        assert_eq!(events(|log| info!(log, "request completed")), "");
    }

    #[test]
    fn records_that_are_filtered_out_are_not_evaluated() {
        let evaluated = Arc::new(Mutex::new(0));
        let costly = |evaluated: &Arc<Mutex<i32>>| {
            let evaluated = Arc::clone(evaluated);
            FnValue(move |_| {
                *evaluated.lock().unwrap() += 1;
                "costly"
            })
        };
        assert_eq!(events(|log| info!(log.new(o!("costly" => costly(&evaluated))), "done")), "");
        assert_eq!(*evaluated.lock().unwrap(), 0);
        assert!(events(|log| warn!(log.new(o!("costly" => costly(&evaluated))), "done")).contains("costly: costly"));
        assert_eq!(*evaluated.lock().unwrap(), 1);
    }
}
