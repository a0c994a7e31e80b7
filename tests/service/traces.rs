//! Exported traces.

use opentelemetry_proto::tonic::trace::v1::Status;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use reqwest::Client;
use serde_json::json;

use crate::support::{Backend, CollectedSpan, Collector, Database, LoggedServer, Program, execute_on, person};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

on_both_databases!(a_request_is_a_child_span_of_its_caller, an_internal_error_sets_the_span_status);

fn serve(database: &Database, collector: &str) -> LoggedServer {
    let program = Program::new(&["serve"]).database(database.url()).env("APP_LOG_LEVEL", "info");
    program.env("OTEL_EXPORTER_OTLP_ENDPOINT", collector).env("OTEL_SERVICE_NAME", "register").logs()
}

async fn post(server: &LoggedServer, traceparent: &str) -> u16 {
    let request = Client::new().post(format!("{}/people", server.url)).json(&person());
    let request = request.header("traceparent", traceparent).header("tracestate", "a=1,b=2");
    request.send().await.unwrap().status().as_u16()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn named<'c>(collected: &'c [CollectedSpan], name: &str) -> &'c CollectedSpan {
    let found: Vec<_> = collected.iter().filter(|collected| collected.span.name == name).collect();
    let [only] = found.as_slice() else { panic!("expected one {name} in {collected:#?}") };
    only
}

async fn a_request_is_a_child_span_of_its_caller(backend: Backend) {
    let (database, collector) = (Database::migrated(backend).await, Collector::start());
    let server = serve(&database, &collector.url);
    assert_eq!(post(&server, &format!("00-{TRACE}-{PARENT}-01")).await, 201);
    let lines = server.stop();

    let collected = collector.collected();
    let request = named(&collected, "POST /people");
    let span = &request.span;
    assert_eq!((request.service.as_str(), span.kind()), ("register", SpanKind::Server));
    assert_eq!((hexadecimal(&span.trace_id), hexadecimal(&span.parent_span_id)), (TRACE.into(), PARENT.into()));
    assert_eq!(span.trace_state, "a=1,b=2");
    let attributes = ["http.request.method", "http.route", "url.path", "http.response.status_code", "client.address"];
    let expected = ["POST", "/people", "/people", "201", "127.0.0.1"].map(|value| Some(value.to_owned()));
    assert_eq!(attributes.map(|name| request.attribute(name)), expected);

    let line = lines.iter().find(|line| line["msg"] == "request").unwrap();
    assert_eq!((&line["trace_id"], &line["span_id"]), (&json!(TRACE), &json!(hexadecimal(&span.span_id))));
    assert_eq!(request.attribute("http.response.header.x-request-id").as_deref(), line["request_id"].as_str());

    let children: Vec<_> = collected.iter().filter(|child| child.span.parent_span_id == span.span_id).collect();
    assert!(collected.len() == children.len() + 1 && children.iter().all(|child| child.span.trace_id == span.trace_id));
    for child in &children {
        let within = span.start_time_unix_nano..=span.end_time_unix_nano;
        let CollectedSpan { span: child, .. } = child;
        assert!(
            within.contains(&child.start_time_unix_nano) && within.contains(&child.end_time_unix_nano),
            "{child:?}"
        );
    }
    let validation = named(&collected, "validation");
    let write = children.iter().find(|child| child.span.kind() == SpanKind::Client).unwrap();
    assert!(validation.span.end_time_unix_nano <= write.span.start_time_unix_nano);
    let system = match backend {
        Backend::Sqlite => "sqlite",
        Backend::Postgres => "postgresql",
    };
    assert_eq!(write.attribute("db.system.name").as_deref(), Some(system));
}

async fn an_internal_error_sets_the_span_status(backend: Backend) {
    let (database, collector) = (Database::exclusive(backend).await, Collector::start());
    let server = serve(&database, &collector.url);
    execute_on(&database, "DROP TABLE people").await;
    assert_eq!(post(&server, "nonsense").await, 500);
    server.stop();
    let collected = collector.collected();
    let request = named(&collected, "POST /people");
    assert_eq!(request.span.status.as_ref().map(Status::code), Some(StatusCode::Error));
    assert_eq!(request.attribute("error.type").as_deref(), Some("500"));
    assert_eq!((request.span.parent_span_id.len(), request.span.trace_state.as_str()), (0, ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn unsampled_requests_are_not_exported() {
    let (database, collector) = (Database::migrated(Backend::Sqlite).await, Collector::start());
    let server = serve(&database, &collector.url);
    assert_eq!(post(&server, &format!("00-{TRACE}-{PARENT}-00")).await, 201);
    let lines = server.stop();
    assert!(lines.iter().any(|line| line["trace_id"] == TRACE), "{lines:#?}");
    assert_eq!(collector.collected().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_collector_is_logged_as_a_warning() {
    let database = Database::migrated(Backend::Sqlite).await;
    let server = serve(&database, "http://127.0.0.1:9");
    assert_eq!(post(&server, "").await, 201);
    let lines = server.stop();
    let warning = lines.iter().find(|line| line["level"] == "warning");
    assert_eq!(warning.map(|line| line["msg"].clone()), Some(json!("cannot export spans")), "{lines:#?}");
}
