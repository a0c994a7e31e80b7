//! A service that does not do what its document says fails its contract test, whatever it does wrong.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod kiosk;

use dropspec_contract::{Contract, Report, Unreachable};
use kiosk::{Received, Sent};

const DOCUMENT: &str = include_str!("kiosk.yaml");

/// Tests the service with a fault.
async fn test(fault: impl Fn(&Received, Sent) -> Sent + Send + Sync + 'static, unreachable: &[Unreachable]) -> Report {
    let contract = Contract::parse(DOCUMENT).unwrap();
    let url = kiosk::start(fault).await;
    let mut test = contract.test(&url);
    test.drive(async |request| request).await;
    test.send("get_paper", |request| request.set("id", "10")).await;
    test.report(unreachable)
}

/// Tests the service with a fault in the response with a paper, and asserts that it is found.
async fn assert_found(fault: impl Fn(Sent) -> Sent + Send + Sync + 'static, failure: &str) {
    let is_paper = |request: &Received, sent: &Sent| request.method == "GET" && sent.status == 200;
    let fault = move |request: &Received, sent| if is_paper(request, &sent) { fault(sent) } else { sent };
    assert_reported(&test(fault, &[]).await, &format!("get_paper: {failure}"));
}

#[track_caller]
fn assert_reported(report: &Report, failure: &str) {
    assert!(report.failures.iter().any(|found| found.starts_with(failure)), "{failure}\nis not among:\n{report}");
}

fn without(mut sent: Sent, name: &str) -> Sent {
    sent.headers.retain(|(known, _)| *known != name);
    sent
}

fn with(sent: Sent, name: &'static str, value: &str) -> Sent {
    let mut sent = without(sent, name);
    sent.headers.push((name, value.to_owned()));
    sent
}

#[tokio::test]
async fn a_service_that_obeys_its_document_passes() {
    let report = test(|_, sent| sent, &[]).await;
    report.assert();
    assert_eq!((report.documented, report.reached), (7, 7));
}

#[tokio::test]
async fn undocumented_statuses_are_found() {
    assert_found(|sent| Sent { status: 202, ..sent }, "status 202 Accepted is not documented").await;
    assert_found(|sent| Sent { status: 500, ..sent }, "status 500 Internal Server Error is not documented").await;
}

#[tokio::test]
async fn wrong_headers_are_found() {
    assert_found(|sent| without(sent, "etag"), "header ETag is missing").await;
    let failure = "header X-Pages: 'many' is not of type 'integer'";
    assert_found(|sent| with(sent, "x-pages", "many"), failure).await;
}

#[tokio::test]
async fn wrong_bodies_are_found() {
    for (body, failure) in [
        (r#"{"title":5}"#, "body: 5 is not of type 'string'"),
        ("{}", "body: 'title' is a required property"),
        (r#"{"title":"a","pages":1}"#, "body: Additional properties are not allowed"),
        ("The Daily", "the body is not JSON"),
        ("", "the body is not JSON"),
    ] {
        assert_found(|sent| Sent { body: body.to_owned(), ..sent }, failure).await;
    }
}

#[tokio::test]
async fn bodies_that_are_not_documented_are_found() {
    let fault = |_: &Received, sent: Sent| match sent.status {
        201 => Sent { body: "{}".to_owned(), ..sent },
        _ => sent,
    };
    assert_reported(&test(fault, &[]).await, "order_paper: a body of 2 bytes, but none is documented");
}

#[tokio::test]
async fn other_media_types_are_found() {
    assert_found(|sent| with(sent, "content-type", "text/json"), "media type text/json is not documented").await;
    assert_found(|sent| without(sent, "content-type"), "no Content-Type, but a body is documented").await;
}

#[tokio::test]
async fn accepted_invalid_requests_are_found() {
    let paper = r#"{"title":"The Daily"}"#;
    let fault = move |request: &Received, sent: Sent| match (request.method.as_str(), sent.status) {
        ("GET", 400 | 406) => {
            let sent = with(with(sent, "etag", "\"1\""), "content-type", "application/json");
            Sent { status: 200, body: paper.to_owned(), ..sent }
        }
        ("POST", 400..) => with(Sent { status: 201, body: String::new(), ..sent }, "location", "/papers/1"),
        _ => sent,
    };
    let report = test(fault, &[]).await;
    for failure in [
        "get_paper: expected 400, as the request is invalid",
        "get_paper: expected 406, as the request is invalid",
        "order_paper: expected 400, as the request is invalid",
        "order_paper: expected a client error, as the request is invalid",
        "get_paper 400 application/problem+json: not reached",
    ] {
        assert_reported(&report, failure);
    }
}

#[tokio::test]
async fn rejected_valid_requests_are_found() {
    let fault = |_: &Received, sent: Sent| match sent.status {
        200 | 201 => {
            let sent = with(sent, "content-type", "application/problem+json");
            Sent { status: 400, body: r#"{"status":400}"#.to_owned(), ..sent }
        }
        _ => sent,
    };
    let report = test(fault, &[]).await;
    for failure in [
        "get_paper: expected a success, as the request is valid",
        "order_paper: expected a success, as the request is valid",
        "get_paper 200 application/json: not reached",
    ] {
        assert_reported(&report, failure);
    }
}

#[tokio::test]
async fn closed_connections_are_found() {
    // The length is that of another body.
    let fault = |_: &Received, sent: Sent| with(sent, "content-length", "9999");
    assert_reported(&test(fault, &[]).await, "get_paper: no response: ");
}

#[tokio::test]
async fn responses_are_either_reached_or_listed() {
    let not_found = Unreachable::because("papers are never sold out").operation("get_paper").status("404");
    let no_404 = |_: &Received, sent: Sent| match sent.status {
        404 => Sent { status: 400, ..sent },
        _ => sent,
    };
    assert_reported(&test(no_404, &[]).await, "get_paper 404 application/problem+json: not reached");
    test(no_404, std::slice::from_ref(&not_found)).await.assert();
    let report = test(|_, sent| sent, &[not_found]).await;
    assert_reported(&report, "get_paper 404 application/problem+json: reached, although listed as unreachable: papers");
    let stale = Unreachable::because("out of date").status("503");
    let report = test(|_, sent| sent, &[stale]).await;
    assert_reported(&report, "listed as unreachable, but not documented: out of date");
}

#[tokio::test]
async fn unknown_operations_and_missing_values_are_reported() {
    let document =
        DOCUMENT.replace("type: integer, minimum: 1 }", "type: string, pattern: '^(?=[a-z])[a-z]{3}-[a-z]{3}$' }");
    let contract = Contract::parse(&document).unwrap();
    let url = kiosk::start(|_, sent| sent).await;
    let mut test = contract.test(&url);
    test.drive(async |request| request).await;
    assert!(test.send("sell_paper", |request| request).await.is_none());
    let report = test.report(&[]);
    assert_reported(&report, "get_paper: the document suggests no value for: parameter `id`");
    assert_reported(&report, "sell_paper: no such operation");
}
