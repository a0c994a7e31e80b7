//! Request IDs.

use std::collections::HashSet;

use crate::support::{Backend, TestApp, person};

on_both_databases!(each_response_has_a_unique_request_id);

async fn each_response_has_a_unique_request_id(backend: Backend) {
    let app = TestApp::start(backend).await;
    let responses = [
        app.get("/people").await,
        app.get("/people").await,
        app.get("/people/nonsense").await,
        app.get("/nowhere").await,
        app.delete("/people").await,
        app.post("/people", &person()).await,
        app.get("/health/live").await,
    ];
    let ids: HashSet<&str> = responses.iter().map(|response| response.header("x-request-id")).collect();
    assert_eq!(ids.len(), responses.len(), "{ids:?}");
}
