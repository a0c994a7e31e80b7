//! Many clients at once.

use futures_util::future::join_all;
use serde_json::json;

use crate::support::{Backend, TestApp, person, person_with};

on_both_databases!(everybody_is_registered, a_key_is_given_to_one_only, no_change_is_lost, a_failure_is_nobody_elses);

const CLIENTS: usize = 50;

async fn everybody_is_registered(backend: Backend) {
    let app = TestApp::start(backend).await;
    let locations = join_all((0..CLIENTS).map(async |_| app.register(&person()).await)).await;
    let found = join_all(locations.iter().map(async |location| app.get(location).await)).await;
    assert!(found.iter().all(|answer| answer.status == 200));
    assert_eq!(app.get("/people").await.json(200).as_array().unwrap().len(), CLIENTS);
}

async fn a_key_is_given_to_one_only(backend: Backend) {
    let app = TestApp::start(backend).await;
    let person = person_with("uuid", "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f");
    let answers = join_all((0..CLIENTS).map(async |_| app.post("/people", &person).await.status)).await;
    let count = |status| answers.iter().filter(|answer| **answer == status).count();
    assert_eq!((count(201), count(409)), (1, CLIENTS - 1), "{answers:?}");
}

async fn no_change_is_lost(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.register(&person()).await;
    let answers = join_all((0..CLIENTS).map(async |age| app.put(&location, &json!({ "age": age })).await)).await;
    let mut versions: Vec<usize> =
        answers.iter().map(|answer| answer.header("etag").trim_matches('"').parse().unwrap()).collect();
    versions.sort_unstable();
    assert_eq!(versions, (2..CLIENTS + 2).collect::<Vec<_>>(), "each has its own version");
}

/// Statements that share a connection do not share their fate.
async fn a_failure_is_nobody_elses(backend: Backend) {
    let app = TestApp::start(backend).await;
    let taken = person_with("uuid", "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f");
    let location = app.register(&taken).await;
    join_all((0..CLIENTS).map(async |client| match client % 3 {
        0 => drop(app.post("/people", &taken).await.problem(409)),
        1 => drop(app.register(&person()).await),
        _ => drop(app.get(&location).await.json(200)),
    }))
    .await;
}
