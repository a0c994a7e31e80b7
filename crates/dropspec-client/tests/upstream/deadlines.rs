//! Calls end before the request that makes them.

use std::time::{Duration, Instant};

use crate::fake::{Fake, Reaction};
use crate::front::{STOCK, get, start, upstream};

#[tokio::test]
async fn a_call_ends_before_the_request_that_makes_it() {
    let fake = Fake::start(|_| Reaction::Wait).await;
    let server = start(upstream(STOCK, fake.address, "60s"), Duration::from_secs(1));
    let started = Instant::now();
    let (status, problem) = get(&server).await;
    // Without a deadline of its own it would be the 503 of the request timeout, which names no upstream.
    assert_eq!((status, problem["detail"].as_str()), (504, Some("upstream stock did not respond in time")));
    assert!(started.elapsed() >= Duration::from_millis(800), "{:?}", started.elapsed());
}
