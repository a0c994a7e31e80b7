//! Calls are repeated once, where that is safe, within a budget.

use dropspec_client::upstream::{CallTotals, UpstreamConfig, call_totals};
use dropspec_config::Environment;
use http::Method;

use crate::fake::{Fake, Reaction, level, response};
use crate::front::{StockClient, calling, get, request};

/// An upstream that fails once.
async fn failing_once(failure: fn() -> Reaction) -> Fake {
    Fake::start(move |number| if number == 0 { failure() } else { Reaction::Send(level()) }).await
}

#[tokio::test]
async fn an_idempotent_call_is_repeated_after_the_connection_broke() {
    let fake = failing_once(|| Reaction::SendAndClose("")).await;
    assert_eq!(get(&calling(fake.address)).await, (200, 7.into()));
    assert_eq!(fake.requests().len(), 2);
}

#[tokio::test]
async fn a_call_that_may_have_changed_something_is_not_repeated() {
    let unavailable = || Reaction::Send(response("503 Service Unavailable", "text/plain", "later"));
    for failure in [|| Reaction::SendAndClose(""), unavailable] {
        let fake = failing_once(failure).await;
        assert_eq!(request(&calling(fake.address), Method::POST, "/level").await.0, 502);
        assert_eq!(fake.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_503_is_repeated_unless_the_upstream_asks_to_wait() {
    let fake = failing_once(|| Reaction::Send(response("503 Service Unavailable", "text/plain", "later"))).await;
    assert_eq!(get(&calling(fake.address)).await, (200, 7.into()));

    let wait = || Reaction::Send(response("503 Service Unavailable", "text/plain\r\nretry-after: 5", "later"));
    let fake = failing_once(wait).await;
    assert_eq!(get(&calling(fake.address)).await.0, 502);
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn a_call_is_repeated_only_once() {
    let fake = Fake::start(|_| Reaction::SendAndClose("")).await;
    assert_eq!(get(&calling(fake.address)).await.0, 502);
    assert_eq!(fake.requests().len(), 2);
}

#[tokio::test]
async fn retries_have_a_budget() {
    const CALLS: usize = 200;
    let fake = Fake::start(|_| Reaction::SendAndClose("")).await;
    let server = calling(fake.address);
    for _ in 0..CALLS {
        assert_eq!(get(&server).await.0, 502);
    }
    let retries = fake.requests().len() - CALLS;
    // Ten and a tenth of the calls, and what a slow machine adds: ten per further ten seconds.
    assert!((10..=60).contains(&retries), "{retries}");
}

#[tokio::test]
async fn calls_failures_and_retries_are_counted() {
    let fake = failing_once(|| Reaction::SendAndClose("")).await;
    let url = format!("http://{}", fake.address);
    let mut env = Environment::of("FRONT", &[("COUNTED_URL", &url)]);
    // The totals are those of the process: no other test has this name.
    let client: StockClient = UpstreamConfig::new("counted", "http://127.0.0.1:9").read(&mut env).client();
    client.level("GET").await.unwrap();
    client.level("GET").await.unwrap();
    let totals = call_totals().into_iter().find(|totals| totals.upstream == "counted").unwrap();
    assert_eq!(totals, CallTotals { upstream: "counted", calls: 2, failures: 0, retries: 1 });
}
