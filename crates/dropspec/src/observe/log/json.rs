//! The log as machines read it: one JSON object a line.

use std::io::{self, Write};
use std::panic::UnwindSafe;
use std::sync::Mutex;
use std::time::SystemTime;

use slog::{Drain, FnValue, Level, Never, PushFnValue, Record, SendSyncRefUnwindSafeDrain, o};

use super::clock;
use super::writer::Writer;

/// What slog's records go to.
pub(super) fn drain(writer: Writer) -> impl SendSyncRefUnwindSafeDrain<Ok = (), Err = Never> + UnwindSafe {
    let keys = o!(
        "msg" => PushFnValue(|record: &Record<'_>, value| value.emit(record.msg())),
        "level" => FnValue(|record: &Record<'_>| name(record.level())),
        "time" => FnValue(|_: &Record<'_>| now()),
    );
    let json = slog_json::Json::new(Line { writer, bytes: Vec::new() }).add_key_value(keys).set_flush(true);
    // A record that cannot be written is left out: there is no other place to say so.
    Mutex::new(json.build()).ignore_res()
}

/// The name of a level, as configurations have it too.
fn name(level: Level) -> &'static str {
    match level {
        Level::Critical | Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "info",
        Level::Debug | Level::Trace => "debug",
    }
}

fn now() -> String {
    let mut text = Vec::new();
    clock::universal(SystemTime::now(), &mut text);
    String::from_utf8(text).unwrap_or_default()
}

/// A line that comes in parts, and is whole when it is flushed.
struct Line {
    writer: Writer,
    bytes: Vec<u8>,
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.write(&self.bytes, true);
        self.bytes.clear();
        Ok(())
    }
}
