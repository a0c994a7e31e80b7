//! Calls belong to the trace of the request that makes them.

use std::sync::Arc;

use dropspec_http::{RequestScope, Span, SpanKind, TraceContext};
use http::{HeaderMap, Uri};
use reqwest::Client;

use crate::fake::{Fake, level};
use crate::front::{STOCK, StockClient, calling, upstream};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

#[tokio::test]
async fn the_trace_and_the_request_id_are_passed_on() {
    let fake = Fake::sending(level()).await;
    let server = calling(fake.address);
    let request = Client::new()
        .get(format!("http://{}/level", server.local_address()))
        .header("traceparent", format!("00-{TRACE}-00f067aa0ba902b7-01"))
        .header("tracestate", "vendor=abc");
    let response = request.send().await.unwrap();
    let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();

    let header = |name: &str| header(&fake, name);
    assert_eq!((header("x-request-id"), header("tracestate")), (id, "vendor=abc".to_owned()));
    let parent = header("traceparent");
    assert!(parent.starts_with(&format!("00-{TRACE}-")) && !parent.contains("00f067aa0ba902b7"), "{parent}");
}

#[tokio::test]
async fn a_call_is_a_span_that_the_other_service_has_as_its_parent() {
    let fake = Fake::sending(level()).await;
    let client: StockClient = upstream(STOCK, fake.address, "60s").client();
    let id = "7f1d8a52-0b37-4c5e-9c4a-3d2e1f00aa55";
    let scope = RequestScope::new(id, Uri::from_static("/"), TraceContext::of(&HeaderMap::new(), id), true);
    Arc::clone(&scope).scope(client.level("GET")).await.unwrap();

    let spans = scope.spans().unwrap();
    let [Span { kind: SpanKind::Upstream { name, span }, .. }] = spans[..] else { panic!("{spans:?}") };
    assert_eq!(name, "stock");
    let parent = header(&fake, "traceparent");
    assert!(parent.ends_with(&format!("-{span:016x}-00")) && span != scope.trace().span, "{parent}");
}

/// The value of a header of the only request.
fn header(fake: &Fake, name: &str) -> String {
    let [head] = &fake.requests()[..] else { panic!("one request") };
    let prefix = format!("{name}: ");
    let mut values = head.lines().filter_map(|line| line.strip_prefix(&prefix));
    values.next().unwrap_or_else(|| panic!("no {name}: {head}")).to_owned()
}
