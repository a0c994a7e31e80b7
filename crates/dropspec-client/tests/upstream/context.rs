//! Calls belong to the trace of the request that makes them.

use reqwest::Client;

use crate::fake::{Fake, level};
use crate::front::calling;

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

    let [head] = &fake.requests()[..] else { panic!("one request") };
    let header = |name: &str| {
        let prefix = format!("{name}: ");
        head.lines()
            .find_map(|line| line.strip_prefix(&prefix))
            .unwrap_or_else(|| panic!("no {name}: {head}"))
            .to_owned()
    };
    assert_eq!((header("x-request-id"), header("tracestate")), (id, "vendor=abc".to_owned()));
    let parent = header("traceparent");
    assert!(parent.starts_with(&format!("00-{TRACE}-")) && !parent.contains("00f067aa0ba902b7"), "{parent}");
}
