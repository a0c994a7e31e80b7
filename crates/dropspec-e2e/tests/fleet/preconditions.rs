//! Preconditions of changes.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::support::{Backend, Fleet};

on_both_databases!(requires_if_match_where_the_document_declares_428, rejects_changes_when_if_none_match_matches,);

async fn voyage(fleet: &Fleet) -> String {
    let voyage = json!({ "departs": "1912-04-10", "ports": [] });
    let (status, stored, _) = fleet.call(Method::POST, "/voyages", Some(voyage)).await;
    assert_eq!(status, 201, "{stored}");
    format!("/voyages/{}", stored["id"].as_str().unwrap())
}

async fn etag(fleet: &Fleet, path: &str) -> String {
    let response = fleet.request(Method::GET, path).send().await.unwrap();
    response.headers()["etag"].to_str().unwrap().to_owned()
}

/// The status and the detail of a problem.
async fn problem(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let problem: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    (status, problem["detail"].as_str().unwrap().to_owned())
}

async fn requires_if_match_where_the_document_declares_428(backend: Backend) {
    let fleet = &Fleet::start(backend).await;
    let path = voyage(fleet).await;
    let first = etag(fleet, &path).await;
    let cancel = || fleet.request(Method::DELETE, &path);
    let (status, detail) = problem(cancel().send().await.unwrap()).await;
    assert_eq!(status, 428);
    assert!(detail.contains("If-Match"), "{detail}");

    fleet.put(&path, json!({ "ports": ["Queenstown"] })).await;
    let second = etag(fleet, &path).await;
    // The document declares 428, and all other errors as `4XX`.
    let response = cancel().header("if-match", &first).send().await.unwrap();
    assert_eq!(response.headers()["etag"].to_str().unwrap(), second);
    assert_eq!(problem(response).await.0, 412);
    assert_eq!(problem(cancel().header("if-match", "1").send().await.unwrap()).await.0, 400);
    assert_ne!(first, second);
    assert_eq!(cancel().header("if-match", &second).send().await.unwrap().status(), 204);
    assert_eq!(problem(cancel().header("if-match", &second).send().await.unwrap()).await.0, 404);
}

async fn rejects_changes_when_if_none_match_matches(backend: Backend) {
    let fleet = &Fleet::start(backend).await;
    let path = voyage(fleet).await;
    let change = |condition: &str| {
        let change = fleet.request(Method::PUT, &path).header("if-none-match", condition);
        change.json(&json!({ "ports": ["Queenstown"] })).send()
    };
    let first = etag(fleet, &path).await;
    assert_eq!(problem(change("*").await.unwrap()).await.0, 412);
    assert_eq!(problem(change(&first).await.unwrap()).await.0, 412);
    assert_eq!(etag(fleet, &path).await, first, "the voyage is unchanged");
    assert_eq!(change("\"another\"").await.unwrap().status(), 200);
}
