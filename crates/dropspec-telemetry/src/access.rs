//! The line that the log has of each request.

use std::io::Write;
use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use dropspec_http::TraceContext;
use tracing::Level;

use crate::log::LineFormat;
use crate::log::clock;
use crate::log::cut::cut;
use crate::log::digits::{hexadecimal, milliseconds, number};
use crate::log::json::{begin, string};
use crate::log::text::{Colour, Colours, Printable};

/// A request that has been completed.
#[derive(Debug)]
pub(crate) struct Access<'a> {
    pub(crate) ended: SystemTime,
    pub(crate) request_id: &'a str,
    pub(crate) trace: &'a TraceContext,
    pub(crate) method: &'a str,
    /// The path template of its route; empty where no route matched.
    pub(crate) route: &'a str,
    /// The path without the query, which may contain credentials.
    pub(crate) path: &'a str,
    pub(crate) status: u16,
    pub(crate) latency: Duration,
    pub(crate) database: Duration,
    /// The length of the response body.
    pub(crate) bytes: u64,
    /// The address of the client, where a listener knows it.
    pub(crate) peer: Option<SocketAddr>,
    /// Why the request failed.
    pub(crate) reason: Option<&'a str>,
    /// The subject of the credentials, where they are verified.
    pub(crate) caller: Option<&'a str>,
}

impl Access<'_> {
    /// Writes the line.
    pub(crate) fn write(&self, format: LineFormat, line: &mut Vec<u8>) {
        match format {
            LineFormat::Json => self.json(line),
            LineFormat::Text(colours) => self.text(colours, line),
        }
    }

    fn json(&self, line: &mut Vec<u8>) {
        begin(self.ended, Level::INFO, line);
        line.extend_from_slice(br#""request","request_id":"#);
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
        string(&cut(self.path), line);
        line.extend_from_slice(br#","status":"#);
        number(self.status.into(), line);
        line.extend_from_slice(br#","latency_ms":"#);
        milliseconds(self.latency, line);
        line.extend_from_slice(br#","database_ms":"#);
        milliseconds(self.database, line);
        line.extend_from_slice(br#","bytes":"#);
        number(self.bytes, line);
        if let Some(peer) = self.peer {
            line.extend_from_slice(br#","peer":""#);
            address(peer, line);
            line.push(b'"');
        }
        if let Some(reason) = self.reason {
            line.extend_from_slice(br#","reason":"#);
            string(&cut(reason), line);
        }
        if let Some(caller) = self.caller {
            line.extend_from_slice(br#","caller":"#);
            string(&cut(caller), line);
        }
        line.extend_from_slice(b"}\n");
    }

    fn text(&self, colours: Colours, line: &mut Vec<u8>) {
        let colour = match self.status {
            500.. => Colour::Red,
            400.. => Colour::Yellow,
            300.. => Colour::Cyan,
            _ => Colour::Green,
        };
        colours.within(Colour::Dim, line, |line| clock::local(self.ended, line));
        line.push(b' ');
        colours.within(colour, line, |line| number(self.status.into(), line));
        let _ = write!(line, " {:<6} {} ", self.method, Printable(&cut(self.path)));
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
            if let Some(peer) = self.peer {
                line.push(b' ');
                address(peer, line);
            }
            if let Some(caller) = self.caller {
                let _ = write!(line, " by {}", Printable(&cut(caller)));
            }
        });
        if let Some(reason) = self.reason {
            let _ = write!(line, " {}", Printable(&cut(reason)));
        }
        line.push(b'\n');
    }
}

/// Writes an address and a port; those of IPv4 without the machinery of formats, which takes longer than the rest of the line.
fn address(address: SocketAddr, line: &mut Vec<u8>) {
    let SocketAddr::V4(address) = address else {
        // Writing to memory cannot fail.
        let _ = write!(line, "{address}");
        return;
    };
    for (index, octet) in address.ip().octets().into_iter().enumerate() {
        if index > 0 {
            line.push(b'.');
        }
        number(octet.into(), line);
    }
    line.push(b':');
    number(address.port().into(), line);
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
            peer: Some(([127, 0, 0, 1], 4242).into()),
            reason: Some("there is no thing 7"),
            caller: None,
        }
    }

    fn trace(parent: Option<u64>) -> TraceContext {
        TraceContext { trace: 0xabc, span: 0xd, parent, is_sampled: false, state: None }
    }

    #[test]
    fn a_json_line_is_an_object() {
        for (path, parent) in [("/things/7", None), (r#"/a"b\c"#, Some(5))] {
            let mut line = Vec::new();
            access(&trace(parent), path).json(&mut line);
            let mut expected = json!({
                "time": "2026-11-21T09:14:03.001000Z", "level": "info", "msg": "request",
                "request_id": "7f1d8a52-0b37-4c5e-9c4a-3d2e1f00aa55",
                "trace_id": "00000000000000000000000000000abc", "span_id": "000000000000000d",
                "method": "GET", "route": "/things/{id}", "path": path, "status": 404,
                "latency_ms": 2.034, "database_ms": 0.045, "bytes": 17, "peer": "127.0.0.1:4242", "reason": "there is no thing 7",
            });
            if parent.is_some() {
                expected["parent_span_id"] = "0000000000000005".into();
            }
            assert_eq!(line.iter().filter(|byte| **byte == b'\n').count(), 1);
            assert_eq!(serde_json::from_slice::<Value>(&line).unwrap(), expected);
        }
    }

    #[test]
    fn a_long_path_is_cut() {
        let path = format!("/{}", "a".repeat(60_000));
        for format in [LineFormat::Json, LineFormat::Text(Colours::Off)] {
            let mut line = Vec::new();
            access(&trace(None), &path).write(format, &mut line);
            assert!(line.len() < 1600, "{}", line.len());
        }
    }

    #[test]
    fn a_line_names_the_caller() {
        let trace = trace(None);
        let access = Access { caller: Some("ada \"\u{1b}[31m"), ..access(&trace, "/things/7") };
        let (mut json, mut text) = (Vec::new(), Vec::new());
        access.json(&mut json);
        access.text(Colours::Off, &mut text);
        assert_eq!(serde_json::from_slice::<Value>(&json).unwrap()["caller"], "ada \"\u{1b}[31m");
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains(" 17 B 7f1d8a52 127.0.0.1:4242 by ada ") && !text.contains('\u{1b}'), "{text}");
    }

    #[test]
    fn addresses_have_their_usual_form() {
        for text in ["127.0.0.1:80", "10.200.3.0:65535", "[::1]:5000", "[2001:db8::7]:1"] {
            let mut line = Vec::new();
            address(text.parse().unwrap(), &mut line);
            assert_eq!(String::from_utf8(line).unwrap(), text);
        }
    }

    #[test]
    fn a_text_line_is_short() {
        let mut line = Vec::new();
        access(&trace(None), "/things/7").text(Colours::Off, &mut line);
        let line = String::from_utf8(line).unwrap();
        assert!(
            line.ends_with(
                ":03.001 404 GET    /things/7 2.034 ms (database 0.045) 17 B 7f1d8a52 127.0.0.1:4242 there is no thing 7\n"
            ),
            "{line}"
        );
    }
}
