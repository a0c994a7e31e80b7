//! Every answer has an id, under which the log has it too.

use std::collections::HashSet;

use crate::support::{Backend, TestApp, person};

on_both_databases!(each_answer_has_another_request_id);

async fn each_answer_has_another_request_id(backend: Backend) {
    let app = TestApp::start(backend).await;
    let answers = [
        app.get("/people").await,
        app.get("/people").await,
        app.get("/people/nonsense").await,
        app.get("/nowhere").await,
        app.delete("/people").await,
        app.post("/people", &person()).await,
        app.get("/health/live").await,
    ];
    let ids: HashSet<&str> = answers.iter().map(|answer| answer.header("x-request-id")).collect();
    assert_eq!(ids.len(), answers.len(), "{ids:?}");
}
