//! The line that the log has of each request.
//!
//! It is written without slog, whose pairs would be made one by one for it: a request has to pay for its line.

use std::io::Write;
use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use super::clock;
use super::text::{Colour, Colours};
use crate::observe::trace_context::TraceContext;

/// A request that is over.
#[derive(Debug)]
pub(crate) struct Access<'a> {
    pub(crate) ended: SystemTime,
    pub(crate) request_id: &'a str,
    pub(crate) trace: &'a TraceContext,
    pub(crate) method: &'a str,
    /// The template of its route; nothing where no route is.
    pub(crate) route: &'a str,
    /// Without the query, which may have credentials.
    pub(crate) path: &'a str,
    pub(crate) status: u16,
    pub(crate) latency: Duration,
    pub(crate) database: Duration,
    /// The length of the answer's body.
    pub(crate) bytes: u64,
    pub(crate) peer: SocketAddr,
}

impl Access<'_> {
    /// An object on a line of its own.
    pub(super) fn json(&self, line: &mut Vec<u8>) {
        line.extend_from_slice(br#"{"time":""#);
        clock::universal(self.ended, line);
        line.extend_from_slice(br#"","level":"info","msg":"request","request_id":"#);
        string(self.request_id, line);
        line.extend_from_slice(br#","trace_id":""#);
        hexadecimal(&self.trace.trace.to_be_bytes(), line);
        line.extend_from_slice(br#"","span_id":""#);
        hexadecimal(&self.trace.span.to_be_bytes(), line);
        if let Some(parent) = self.trace.parent {
            line.extend_from_slice(br#"","parent_span_id":""#);
            hexadecimal(&parent.to_be_bytes(), line);
        }
        line.extend_from_slice(br#"","method":"#);
        string(self.method, line);
        line.extend_from_slice(br#","route":"#);
        string(self.route, line);
        line.extend_from_slice(br#","path":"#);
        string(self.path, line);
        line.extend_from_slice(br#","status":"#);
        number(self.status.into(), line);
        line.extend_from_slice(br#","latency_ms":"#);
        milliseconds(self.latency, line);
        line.extend_from_slice(br#","database_ms":"#);
        milliseconds(self.database, line);
        line.extend_from_slice(br#","bytes":"#);
        number(self.bytes, line);
        line.extend_from_slice(br#","peer":""#);
        address(self.peer, line);
        line.extend_from_slice(b"\"}\n");
    }

    /// A short line for a person.
    pub(super) fn text(&self, colours: Colours, line: &mut Vec<u8>) {
        let verdict = match self.status {
            500.. => Colour::Red,
            400.. => Colour::Yellow,
            300.. => Colour::Cyan,
            _ => Colour::Green,
        };
        colours.within(Colour::Dim, line, |line| clock::local(self.ended, line));
        line.push(b' ');
        colours.within(verdict, line, |line| number(self.status.into(), line));
        let _ = write!(line, " {:<6} {} ", self.method, super::text::Printable(self.path));
        colours.within(Colour::Dim, line, |line| {
            milliseconds(self.latency, line);
            line.extend_from_slice(b" ms");
            if !self.database.is_zero() {
                line.extend_from_slice(b" (database ");
                milliseconds(self.database, line);
                line.push(b')');
            }
            let short = self.request_id.get(..8).unwrap_or(self.request_id);
            let _ = write!(line, " {} B {short}", self.bytes);
        });
        line.push(b'\n');
    }
}

/// A JSON string.
fn string(text: &str, line: &mut Vec<u8>) {
    let is_special = |byte: u8| (byte < 0x20) | (byte == b'"') | (byte == b'\\');
    // All of them, which takes less time than to stop at the first: many are looked at in one instruction.
    if !text.bytes().fold(false, |found, byte| found | is_special(byte)) {
        line.push(b'"');
        line.extend_from_slice(text.as_bytes());
        line.push(b'"');
    } else {
        // A string can always be serialized.
        let _ = serde_json::to_writer(line, text);
    }
}

/// An address and a port. Of version 4 without the machinery of formats, which takes longer than all the rest of the line.
fn address(address: SocketAddr, line: &mut Vec<u8>) {
    let SocketAddr::V4(address) = address else {
        // To write to memory cannot fail.
        let _ = write!(line, "{address}");
        return;
    };
    for (place, octet) in address.ip().octets().into_iter().enumerate() {
        if place > 0 {
            line.push(b'.');
        }
        number(octet.into(), line);
    }
    line.push(b':');
    number(address.port().into(), line);
}

fn number(number: u64, line: &mut Vec<u8>) {
    line.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// With three decimals.
pub(crate) fn milliseconds(duration: Duration, line: &mut Vec<u8>) {
    number(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX), line);
    line.push(b'.');
    clock::digits(duration.subsec_micros() % 1000, 3, line);
}

fn hexadecimal(bytes: &[u8], line: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        line.extend([DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use serde_json::{Value, json};

    use super::*;

    fn access<'a>(trace: &'a TraceContext, path: &'a str) -> Access<'a> {
        Access {
            ended: UNIX_EPOCH + Duration::from_millis(1_795_252_443_001),
            request_id: "7f1d8a52-0b37-4c5e-9c4a-3d2e1f00aa55",
            trace,
            method: "GET",
            route: "/things/{id}",
            path,
            status: 404,
            latency: Duration::from_nanos(2_034_567),
            database: Duration::from_micros(45),
            bytes: 17,
            peer: ([127, 0, 0, 1], 4242).into(),
        }
    }

    fn trace(parent: Option<u64>) -> TraceContext {
        TraceContext { trace: 0xabc, span: 0xd, parent, is_sampled: false, state: None }
    }

    #[test]
    fn a_line_is_an_object() {
        for (path, parent) in [("/things/7", None), (r#"/a"b\c"#, Some(5))] {
            let mut line = Vec::new();
            access(&trace(parent), path).json(&mut line);
            let mut expected = json!({
                "time": "2026-11-21T09:14:03.001000Z", "level": "info", "msg": "request",
                "request_id": "7f1d8a52-0b37-4c5e-9c4a-3d2e1f00aa55",
                "trace_id": "00000000000000000000000000000abc", "span_id": "000000000000000d",
                "method": "GET", "route": "/things/{id}", "path": path, "status": 404,
                "latency_ms": 2.034, "database_ms": 0.045, "bytes": 17, "peer": "127.0.0.1:4242",
            });
            if parent.is_some() {
                expected["parent_span_id"] = "0000000000000005".into();
            }
            assert_eq!(line.iter().filter(|byte| **byte == b'\n').count(), 1);
            assert_eq!(serde_json::from_slice::<Value>(&line).unwrap(), expected);
        }
    }

    #[test]
    fn addresses_are_written_as_everywhere() {
        for text in ["127.0.0.1:80", "10.200.3.0:65535", "[::1]:5000", "[2001:db8::7]:1"] {
            let mut line = Vec::new();
            address(text.parse().unwrap(), &mut line);
            assert_eq!(String::from_utf8(line).unwrap(), text);
        }
    }

    #[test]
    fn a_line_for_a_person_is_short() {
        let mut line = Vec::new();
        access(&trace(None), "/things/7").text(Colours::Off, &mut line);
        let line = String::from_utf8(line).unwrap();
        assert!(line.ends_with(":03.001 404 GET    /things/7 2.034 ms (database 0.045) 17 B 7f1d8a52\n"), "{line}");
    }
}
