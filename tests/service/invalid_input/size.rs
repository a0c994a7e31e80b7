//! Bodies that are too large.

use futures_util::stream;
use reqwest::{Body, Method};

use crate::support::{Backend, Response, TestApp, person};

on_both_databases!(
    a_body_of_the_maximum_size_is_accepted,
    a_larger_body_is_rejected,
    a_larger_body_of_unknown_length_is_rejected,
    the_response_to_a_body_that_is_too_large_arrives,
    an_unread_body_is_drained_before_the_response,
    an_endless_body_is_cut_off,
);

const LIMIT: usize = 1024 * 1024;
const DETAIL: &str = "the body is larger than 1048576 bytes";

/// Returns a person padded with white space to a size.
fn body_of(bytes: usize) -> String {
    let person = person().to_string();
    format!("{}{person}", " ".repeat(bytes - person.len()))
}

/// Sends a body without a `Content-Length`, in chunks.
async fn post_in_chunks(app: &TestApp, bytes: usize) -> Response {
    let text = body_of(bytes);
    let chunks: Vec<_> =
        text.as_bytes().chunks(64 * 1024).map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec())).collect();
    app.post_text("/people", Body::wrap_stream(stream::iter(chunks))).await
}

async fn a_body_of_the_maximum_size_is_accepted(backend: Backend) {
    let app = TestApp::start(backend).await;
    app.post_text("/people", body_of(LIMIT)).await.json(201);
    post_in_chunks(&app, LIMIT).await.json(201);
}

async fn a_larger_body_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    // The headers suffice for the response: the body is not sent.
    let length = (LIMIT + 1).to_string();
    let headers = [("content-type", "application/json"), ("content-length", &length)];
    for (method, path) in [(Method::POST, "/people"), (Method::PUT, &location)] {
        let problem = app.raw_connection().request(&method, path, &headers, b"").problem(413);
        assert_eq!(problem["detail"], DETAIL);
    }
}

async fn a_larger_body_of_unknown_length_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    assert_eq!(post_in_chunks(&app, LIMIT + 1).await.problem(413)["detail"], DETAIL);
}

/// Closing a connection with unread data resets it, which can discard the response.
async fn the_response_to_a_body_that_is_too_large_arrives(backend: Backend) {
    let app = TestApp::start(backend).await;
    for bytes in [LIMIT + 1, 2 * LIMIT, 8 * LIMIT] {
        for _ in 0..4 {
            app.post_text("/people", body_of(bytes)).await.problem(413);
            post_in_chunks(&app, bytes).await.problem(413);
        }
    }
    app.post("/people", &person()).await.json(201);
}

async fn an_unread_body_is_drained_before_the_response(backend: Backend) {
    let app = TestApp::start(backend).await;
    let large = || Body::from(body_of(4 * LIMIT));
    let location = app.create(&person()).await;
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

async fn an_endless_body_is_cut_off(backend: Backend) {
    let app = TestApp::start(backend).await;
    let mut connection = app.raw_connection();
    let headers = [("content-type", "application/json"), ("transfer-encoding", "chunked")];
    let chunk = [b"10000\r\n", [b' '; 0x10000].as_slice(), b"\r\n"].concat();
    let beginning = chunk.repeat(LIMIT / 0x10000 + 1);
    connection.request(&Method::POST, "/people", &headers, &beginning).problem(413);
    let sent = (0..2000).take_while(|_| connection.send(&chunk).is_ok()).count();
    assert!(sent < 2000, "the server keeps reading");
}
