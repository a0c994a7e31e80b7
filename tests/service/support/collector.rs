//! A minimal OTLP trace collector.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::{KeyValue, any_value};
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;

/// A collector on its own port.
pub(crate) struct Collector {
    pub(crate) url: String,
    collected: Arc<Mutex<Vec<CollectedSpan>>>,
}

/// A span and the name of its service.
#[derive(Clone, Debug)]
pub(crate) struct CollectedSpan {
    pub(crate) service: String,
    pub(crate) span: Span,
}

impl Collector {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let collected = Arc::<Mutex<Vec<_>>>::default();
        let all = Arc::clone(&collected);
        // Runs until the test process ends.
        thread::spawn(move || {
            for connection in listener.incoming() {
                let all = Arc::clone(&all);
                thread::spawn(move || collect(connection.unwrap(), &all));
            }
        });
        Self { url, collected }
    }

    /// Returns the spans received so far.
    pub(crate) fn collected(&self) -> Vec<CollectedSpan> {
        self.collected.lock().unwrap().clone()
    }
}

impl CollectedSpan {
    /// Returns the value of an attribute as text.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        value(&self.span.attributes, name)
    }
}

fn value(attributes: &[KeyValue], name: &str) -> Option<String> {
    let found = attributes.iter().find(|attribute| attribute.key == name)?;
    match found.value.clone()?.value? {
        any_value::Value::StringValue(text) => Some(text),
        any_value::Value::IntValue(number) => Some(number.to_string()),
        other => panic!("{name} is {other:?}"),
    }
}

/// Handles the requests of a connection.
fn collect(connection: TcpStream, all: &Mutex<Vec<CollectedSpan>>) {
    let mut reader = BufReader::new(&connection);
    let mut line = String::new();
    while reader.read_line(&mut line).unwrap_or(0) > 0 {
        assert_eq!(line.trim_end(), "POST /v1/traces HTTP/1.1");
        let mut length = 0;
        loop {
            line.clear();
            reader.read_line(&mut line).unwrap();
            let header = line.trim_end().to_lowercase();
            match header.split_once(": ") {
                Some(("content-length", value)) => length = value.parse().unwrap(),
                Some(("content-type", value)) => assert_eq!(value, "application/x-protobuf"),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        keep(ExportTraceServiceRequest::decode(body.as_slice()).unwrap(), all);
        (&connection).write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").unwrap();
        line.clear();
    }
}

fn keep(request: ExportTraceServiceRequest, all: &Mutex<Vec<CollectedSpan>>) {
    for resource in request.resource_spans {
        let service = value(&resource.resource.unwrap().attributes, "service.name").unwrap();
        let spans = resource.scope_spans.into_iter().flat_map(|scope| scope.spans);
        all.lock().unwrap().extend(spans.map(|span| CollectedSpan { service: service.clone(), span }));
    }
}
