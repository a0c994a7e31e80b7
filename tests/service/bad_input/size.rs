//! Bodies that are too large.

use futures_util::stream;
use reqwest::{Body, Method};

use crate::support::{Answer, Backend, TestApp, person};

on_both_databases!(
    the_largest_body_is_taken,
    a_larger_body_is_refused,
    a_larger_body_of_unknown_length_is_refused,
    whoever_sends_too_much_can_read_the_answer,
    a_body_that_nobody_reads_does_not_hide_the_answer,
    an_endless_body_is_given_up,
);

const LIMIT: usize = 1024 * 1024;
const DETAIL: &str = "the body is larger than 1048576 bytes";

/// Somebody and white space.
fn body_of(bytes: usize) -> String {
    let person = person().to_string();
    format!("{}{person}", " ".repeat(bytes - person.len()))
}

/// A body whose length is not said, so that it is sent in chunks.
async fn post_in_chunks(app: &TestApp, bytes: usize) -> Answer {
    let text = body_of(bytes);
    let chunks: Vec<_> =
        text.as_bytes().chunks(64 * 1024).map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec())).collect();
    app.post_text("/people", Body::wrap_stream(stream::iter(chunks))).await
}

async fn the_largest_body_is_taken(backend: Backend) {
    let app = TestApp::start(backend).await;
    app.post_text("/people", body_of(LIMIT)).await.json(201);
    post_in_chunks(&app, LIMIT).await.json(201);
}

async fn a_larger_body_is_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.register(&person()).await;
    // The headers are enough to know: a client need not send the body.
    let length = (LIMIT + 1).to_string();
    let headers = [("content-type", "application/json"), ("content-length", &length)];
    for (method, path) in [(Method::POST, "/people"), (Method::PUT, &location)] {
        let problem = app.wire().request(&method, path, &headers, b"").problem(413);
        assert_eq!(problem["detail"], DETAIL);
    }
}

async fn a_larger_body_of_unknown_length_is_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    assert_eq!(post_in_chunks(&app, LIMIT + 1).await.problem(413)["detail"], DETAIL);
}

/// A server that closes a connection with something unread resets it, and the answer is lost on the way.
async fn whoever_sends_too_much_can_read_the_answer(backend: Backend) {
    let app = TestApp::start(backend).await;
    for bytes in [LIMIT + 1, 2 * LIMIT, 8 * LIMIT] {
        for _ in 0..4 {
            app.post_text("/people", body_of(bytes)).await.problem(413);
            post_in_chunks(&app, bytes).await.problem(413);
        }
    }
    app.post("/people", &person()).await.json(201);
}

async fn a_body_that_nobody_reads_does_not_hide_the_answer(backend: Backend) {
    let app = TestApp::start(backend).await;
    let large = || Body::from(body_of(4 * LIMIT));
    let location = app.register(&person()).await;
    for _ in 0..4 {
        app.post_text("/nowhere", large()).await.problem(404);
        app.send(app.request(Method::PATCH, "/people").body(large())).await.problem(405);
        app.send(app.request(Method::POST, "/people").header("accept", "text/html").body(large())).await.problem(406);
        app.send(app.request(Method::POST, "/people").header("content-type", "text/csv").body(large()))
            .await
            .problem(415);
        app.send(app.request(Method::GET, &location).body(large())).await.json(200);
    }
}

async fn an_endless_body_is_given_up(backend: Backend) {
    let app = TestApp::start(backend).await;
    let mut wire = app.wire();
    let headers = [("content-type", "application/json"), ("transfer-encoding", "chunked")];
    let chunk = [b"10000\r\n", [b' '; 0x10000].as_slice(), b"\r\n"].concat();
    let beginning = chunk.repeat(LIMIT / 0x10000 + 1);
    wire.request(&Method::POST, "/people", &headers, &beginning).problem(413);
    let sent = (0..2000).take_while(|_| wire.send(&chunk).is_ok()).count();
    assert!(sent < 2000, "the server goes on reading");
}
