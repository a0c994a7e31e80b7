//! Liveness and readiness probes.

use serde_json::json;

use crate::support::{Backend, Database, TestApp, pending_migrations};

on_both_databases!(a_running_process_is_live, a_migrated_database_is_ready, an_unmigrated_database_is_not_ready);

async fn a_running_process_is_live(backend: Backend) {
    let app = TestApp::on(Database::unmigrated(backend));
    assert_eq!(app.get("/health/live").await.json(200), json!({ "status": "live" }));
}

async fn a_migrated_database_is_ready(backend: Backend) {
    let app = TestApp::start(backend).await;
    assert_eq!(app.get("/health/ready").await.json(200), json!({ "status": "ready" }));
}

async fn an_unmigrated_database_is_not_ready(backend: Backend) {
    let app = TestApp::on(Database::unmigrated(backend));
    let problem = app.get("/health/ready").await.problem(503);
    assert_eq!(problem["detail"], pending_migrations());
    // Internal errors are not disclosed to clients.
    let problem = app.get("/people").await.problem(500);
    assert_eq!(problem.get("detail"), None);
}
