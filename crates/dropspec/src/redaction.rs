//! What dropshot says of requests: what callers write into queries stays out of the log, since API keys may be among it, and so does
//! what the log has already.

use std::fmt;
use std::panic::UnwindSafe;

use slog::{Drain, KV, Key, Level, Logger, OwnedKV, OwnedKVList, Record, Serializer, o};

/// What dropshot says of a client that does not wait, which the pipeline notices too.
const GONE: &str = "request handling cancelled (client disconnected)";

/// The same log for dropshot: only of what went wrong, without what the pipeline tells of each request, and with each `uri` ending before
/// its query.
pub(crate) fn without_requests(log: &Logger) -> Logger {
    Logger::root(WithoutRequests(log.clone()), o!())
}

struct WithoutRequests(Logger);

impl Drain for WithoutRequests {
    type Ok = ();
    type Err = slog::Never;

    fn log(&self, record: &Record<'_>, values: &OwnedKVList) -> Result<(), slog::Never> {
        // slog asks the drains, not the logger, and each request has records that nobody wants.
        if !self.is_enabled(record.level()) || record.msg().as_str() == Some(GONE) {
            return Ok(());
        }
        let mut pairs = Pairs(Vec::new());
        match values.serialize(record, &mut pairs) {
            Ok(()) => Drain::log(&self.0, record, &OwnedKV(pairs).into()),
            // What cannot be read cannot be cut either.
            Err(_) => Drain::log(&self.0, record, &o!().into()),
        }
    }

    fn is_enabled(&self, level: Level) -> bool {
        level.is_at_least(Level::Warning) && Drain::is_enabled(&self.0, level)
    }
}

/// Values of a record, as text.
#[derive(Debug)]
struct Pairs(Vec<(Key, String)>);

impl UnwindSafe for Pairs {}

impl Serializer for Pairs {
    fn emit_arguments(&mut self, key: Key, value: &fmt::Arguments<'_>) -> slog::Result {
        let text = value.to_string();
        let kept = if key == "uri" { text.split('?').next().unwrap_or_default().to_owned() } else { text };
        self.0.push((key, kept));
        Ok(())
    }
}

impl KV for Pairs {
    fn serialize(&self, _: &Record<'_>, serializer: &mut dyn Serializer) -> slog::Result {
        // Those that were added last come first in a list.
        self.0.iter().try_for_each(|(key, value)| serializer.emit_str(key.clone(), value))
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use slog::{FnValue, info, warn};

    use super::*;

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn log(level: Level, write: impl Fn(&Logger)) -> String {
        let written = Written::default();
        let format = slog_term::FullFormat::new(slog_term::PlainSyncDecorator::new(written.clone()));
        let root = Logger::root(format.use_original_order().build().filter_level(level).fuse(), o!("server" => 1));
        write(&without_requests(&root));
        String::from_utf8(written.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn a_query_is_not_logged() {
        let line = log(Level::Info, |log| {
            let log = log.new(o!("method" => "GET", "uri" => "/a?key=sesame"));
            warn!(log, "done"; "status" => 200, "what" => "why?");
        });
        assert!(line.ends_with("WARN done, server: 1, method: GET, uri: /a, status: 200, what: why?\n"), "{line}");
    }

    #[test]
    fn what_the_pipeline_tells_is_not_told_twice() {
        assert_eq!(
            log(Level::Debug, |log| warn!(log, "request handling cancelled (client disconnected)"; "a" => 1)),
            ""
        );
        assert_eq!(log(Level::Debug, |log| info!(log, "request completed")), "");
    }

    #[test]
    fn what_is_filtered_out_is_not_looked_at() {
        let looked = Arc::new(Mutex::new(0));
        let dear = |looked: &Arc<Mutex<i32>>| {
            let looked = Arc::clone(looked);
            FnValue(move |_| {
                *looked.lock().unwrap() += 1;
                "dear"
            })
        };
        assert_eq!(log(Level::Info, |log| info!(log.new(o!("dear" => dear(&looked))), "done")), "");
        assert_eq!(*looked.lock().unwrap(), 0);
        assert!(log(Level::Info, |log| warn!(log.new(o!("dear" => dear(&looked))), "done")).contains("dear: dear"));
        assert_eq!(*looked.lock().unwrap(), 1);
    }
}
