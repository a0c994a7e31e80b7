//! JSON lines, for machines.

use std::fmt::{self, Write as _};
use std::time::SystemTime;

use dropspec_http::RequestScope;
use tracing::field::{Field, Visit};
use tracing::{Event, Level};

use super::event::{Message, level_name};
use super::{clock, digits};

/// Writes an event as an object on a line of its own.
pub(super) fn event(event: &Event<'_>, line: &mut Vec<u8>) {
    begin(SystemTime::now(), *event.metadata().level(), line);
    string(Message::of(event).as_str(), line);
    if let Some(context) = RequestScope::current() {
        key("request_id", line);
        string(context.request_id(), line);
        key("trace_id", line);
        line.push(b'"');
        digits::hexadecimal(&context.trace().trace.to_be_bytes(), line);
        line.push(b'"');
    }
    event.record(&mut Fields(line));
    line.extend_from_slice(b"}\n");
}

/// Writes the beginning of an object, up to the message.
pub(crate) fn begin(time: SystemTime, level: Level, line: &mut Vec<u8>) {
    line.extend_from_slice(br#"{"time":""#);
    clock::universal(time, line);
    line.extend_from_slice(br#"","level":""#);
    line.extend_from_slice(level_name(level).as_bytes());
    line.extend_from_slice(br#"","msg":"#);
}

/// Writes a JSON string.
pub(crate) fn string(text: &str, line: &mut Vec<u8>) {
    let is_special = |byte: u8| (byte < 0x20) | (byte == b'"') | (byte == b'\\');
    // A fold over all bytes is faster than to stop at the first: it is vectorized.
    if text.bytes().fold(false, |found, byte| found | is_special(byte)) {
        // A string can always be serialized.
        let _ = serde_json::to_writer(line, text);
    } else {
        line.push(b'"');
        line.extend_from_slice(text.as_bytes());
        line.push(b'"');
    }
}

fn key(name: &str, line: &mut Vec<u8>) {
    line.push(b',');
    string(name, line);
    line.push(b':');
}

/// Writes the fields of an event.
struct Fields<'l>(&'l mut Vec<u8>);

impl Fields<'_> {
    fn number(&mut self, field: &Field, number: impl fmt::Display) {
        key(field.name(), self.0);
        let mut text = String::new();
        let _ = write!(text, "{number}");
        self.0.extend_from_slice(text.as_bytes());
    }
}

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() != Message::FIELD {
            self.record_str(field, &format!("{value:?}"));
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        key(field.name(), self.0);
        string(value, self.0);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.number(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.number(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        if value.is_finite() {
            self.number(field, value);
        } else {
            self.record_str(field, &value.to_string());
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.number(field, value);
    }
}
