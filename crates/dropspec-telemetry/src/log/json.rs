//! JSON lines, for machines.

use std::fmt;
use std::io::Write as _;
use std::time::SystemTime;

use dropspec_http::RequestScope;
use tracing::Level;
use tracing::field::{Field, Visit};

use super::cut::cut;
use super::event::{EventParts, Message, level_name};
use super::{clock, digits};

/// Writes an event as an object on a line of its own.
pub(super) fn event(time: SystemTime, event: EventParts<'_>, scope: Option<&RequestScope>, line: &mut Vec<u8>) {
    begin(time, event.level, line);
    string(event.message, line);
    if let Some(scope) = scope {
        key("request_id", line);
        string(scope.request_id(), line);
        key("trace_id", line);
        line.push(b'"');
        digits::hexadecimal(&scope.trace().trace.to_be_bytes(), line);
        line.push(b'"');
    }
    line.extend_from_slice(event.fields);
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
    // 0xc2 begins the characters from U+0080 to U+00BF, some of which are control characters.
    let is_special = |byte: u8| (byte < 0x20) | (byte == b'"') | (byte == b'\\') | (byte == 0x7f) | (byte == 0xc2);
    // A fold over all bytes is faster than to stop at the first: it is vectorized.
    if text.bytes().fold(false, |found, byte| found | is_special(byte)) {
        escaped(text, line);
    } else {
        line.push(b'"');
        line.extend_from_slice(text.as_bytes());
        line.push(b'"');
    }
}

/// Writes a JSON string in which all control characters are escaped, also those that JSON allows: a terminal may interpret them.
fn escaped(text: &str, line: &mut Vec<u8>) {
    line.push(b'"');
    for character in text.chars() {
        match character {
            '"' => line.extend_from_slice(br#"\""#),
            '\\' => line.extend_from_slice(br"\\"),
            '\n' => line.extend_from_slice(b"\\n"),
            '\r' => line.extend_from_slice(b"\\r"),
            '\t' => line.extend_from_slice(b"\\t"),
            control if control.is_control() => {
                // Writing to memory cannot fail.
                let _ = write!(line, "\\u{:04x}", u32::from(control));
            }
            other => line.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    line.push(b'"');
}

fn key(name: &str, line: &mut Vec<u8>) {
    line.push(b',');
    string(name, line);
    line.push(b':');
}

/// Writes the fields of an event.
pub(super) struct Fields<'l>(pub(super) &'l mut Vec<u8>);

impl Fields<'_> {
    fn number(&mut self, field: &Field, number: impl fmt::Display) {
        key(field.name(), self.0);
        let _ = write!(self.0, "{number}");
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
        string(&cut(value), self.0);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_escaped() {
        for text in ["plain", "a\"b\\c", "a\n\t\r\u{1b}[31m\u{7f}\u{9b}31m\u{85}", "ü § \u{a0} 漢"] {
            let mut line = Vec::new();
            string(text, &mut line);
            let line = String::from_utf8(line).unwrap();
            assert!(!line.contains(char::is_control), "{line:?}");
            assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
        }
    }
}
