//! A PostgreSQL server that is lost while the service runs.

use crate::support::{Backend, Database, TestApp, execute, person};

const END_OTHER_SESSIONS: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                                  WHERE datname = current_database() AND pid <> pg_backend_pid()";

#[tokio::test(flavor = "multi_thread")]
async fn without_its_database_the_service_is_live_but_not_ready() {
    let database = Database::exclusive(Backend::Postgres).await;
    let app = TestApp::beside(&database);
    app.get("/health/ready").await.json(200);
    drop(database);

    // The first request finds the connection closed, the second makes none.
    for _ in 0..2 {
        let problem = app.get("/people").await.problem(503);
        assert_eq!(problem["detail"], "what the service depends on cannot be reached, try again later");
    }
    let problem = app.get("/health/ready").await.problem(503);
    assert_eq!(problem["detail"], "the database cannot be reached");
    app.get("/health/live").await.json(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_connections_are_replaced() {
    let database = Database::exclusive(Backend::Postgres).await;
    let app = TestApp::beside(&database);
    app.get("/people").await.json(200);
    // As a restart of the server does.
    execute(database.url(), END_OTHER_SESSIONS).await;

    // One request may find out; the ones after it must not suffer.
    app.get("/people").await;
    app.post("/people", &person()).await.json(201);
    assert_eq!(app.get("/people").await.json(200).as_array().unwrap().len(), 1);
}
