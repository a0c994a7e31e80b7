//! `/health/ready` reports the upstreams.

use std::time::Duration;

use dropspec_server::Server;
use http::Method;
use serde_json::{Value, json};

use crate::errors::nowhere;
use crate::fake::{Fake, Reaction, response};
use crate::front::{Front, STOCK, request, start, upstream};

async fn ready(server: &Server<Front>) -> (u16, Value) {
    request(server, Method::GET, "/health/ready").await
}

fn live() -> String {
    response("200 OK", "application/json", r#"{"status":"live"}"#)
}

#[tokio::test]
async fn an_optional_upstream_is_only_reported() {
    let server = start(upstream(STOCK, nowhere().await, "60s"), Duration::from_secs(60));
    let expected = json!({ "status": "ready", "upstreams": { "stock": "cannot be reached" } });
    assert_eq!(ready(&server).await, (200, expected));
}

#[tokio::test]
async fn a_required_upstream_makes_the_service_not_ready() {
    let failing = Fake::sending(response("503 Service Unavailable", "text/plain", "")).await;
    for (address, detail) in [
        (nowhere().await, "upstream stock cannot be reached"),
        (failing.address, "upstream stock responded with 503 Service Unavailable"),
    ] {
        let server = start(upstream(STOCK.required(), address, "60s"), Duration::from_secs(60));
        let (status, problem) = ready(&server).await;
        assert_eq!((status, problem["detail"].as_str()), (503, Some(detail)));
    }
}

#[tokio::test]
async fn an_upstream_that_hangs_does_not_hang_the_probe() {
    let fake = Fake::start(|_| Reaction::Wait).await;
    let server = start(upstream(STOCK.required(), fake.address, "60s"), Duration::from_secs(60));
    let (status, problem) = ready(&server).await;
    assert_eq!((status, problem["detail"].as_str()), (503, Some("upstream stock did not respond in time")));
}

#[tokio::test]
async fn the_liveness_of_the_upstream_is_asked_for_once_in_a_while() {
    let fake = Fake::sending(live()).await;
    let server = start(upstream(STOCK, fake.address, "60s"), Duration::from_secs(60));
    let expected = json!({ "status": "ready", "upstreams": { "stock": "available" } });
    for _ in 0..50 {
        assert_eq!(ready(&server).await, (200, expected.clone()));
    }
    let requests = fake.requests();
    assert!(requests.iter().all(|head| head.starts_with("get /health/live http/1.1\r\n")), "{requests:?}");
    // More than one only on a very slow machine.
    assert!(requests.len() <= 10, "{}", requests.len());
}
