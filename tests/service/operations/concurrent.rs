//! Concurrent clients.

use futures_util::future::join_all;
use serde_json::json;

use crate::support::{Backend, TestApp, person, person_with};

on_both_databases!(
    concurrent_creations_are_all_stored,
    concurrent_creations_with_one_key_store_one_person,
    no_concurrent_update_is_lost,
    a_failing_statement_does_not_affect_others
);

const CLIENTS: usize = 50;

async fn concurrent_creations_are_all_stored(backend: Backend) {
    let app = TestApp::start(backend).await;
    let locations = join_all((0..CLIENTS).map(async |_| app.create(&person()).await)).await;
    let found = join_all(locations.iter().map(async |location| app.get(location).await)).await;
    assert!(found.iter().all(|response| response.status == 200));
    assert_eq!(app.get("/people").await.json(200).as_array().unwrap().len(), CLIENTS);
}

async fn concurrent_creations_with_one_key_store_one_person(backend: Backend) {
    let app = TestApp::start(backend).await;
    let person = person_with("uuid", "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f");
    let responses = join_all((0..CLIENTS).map(async |_| app.post("/people", &person).await.status)).await;
    let count = |status| responses.iter().filter(|response| **response == status).count();
    assert_eq!((count(201), count(409)), (1, CLIENTS - 1), "{responses:?}");
}

async fn no_concurrent_update_is_lost(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    let responses = join_all((0..CLIENTS).map(async |age| app.put(&location, &json!({ "age": age })).await)).await;
    let mut versions: Vec<usize> =
        responses.iter().map(|response| response.header("etag").trim_matches('"').parse().unwrap()).collect();
    versions.sort_unstable();
    assert_eq!(versions, (2..CLIENTS + 2).collect::<Vec<_>>(), "each update has its own version");
}

/// Statements that share a pipelined connection fail independently.
async fn a_failing_statement_does_not_affect_others(backend: Backend) {
    let app = TestApp::start(backend).await;
    let taken = person_with("uuid", "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f");
    let location = app.create(&taken).await;
    join_all((0..CLIENTS).map(async |client| match client % 3 {
        0 => drop(app.post("/people", &taken).await.problem(409)),
        1 => drop(app.create(&person()).await),
        _ => drop(app.get(&location).await.json(200)),
    }))
    .await;
}
