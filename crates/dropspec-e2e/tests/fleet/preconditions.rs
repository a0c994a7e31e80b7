//! Preconditions of changes.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::support::{Backend, Fleet};

on_both_databases!(
    requires_if_match_where_the_document_declares_428,
    rejects_changes_when_if_none_match_matches,
    evaluates_preconditions_that_the_document_does_not_declare,
);

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

async fn evaluates_preconditions_that_the_document_does_not_declare(backend: Backend) {
    let fleet = &Fleet::start(backend).await;
    let path = voyage(fleet).await;
    let first = etag(fleet, &path).await;
    let get = |name: &str, value: &str| fleet.request(Method::GET, &path).header(name, value).send();
    let known = get("if-none-match", &first).await.unwrap();
    assert_eq!((known.status().as_u16(), known.headers()["etag"].to_str().unwrap()), (304, first.as_str()));
    assert!(!known.headers().contains_key("content-type") && known.text().await.unwrap().is_empty());
    assert_eq!(get("if-none-match", "\"other\"").await.unwrap().status(), 200);
    assert_eq!(get("if-match", &first).await.unwrap().status(), 200);
    assert_eq!(problem(get("if-match", "\"other\"").await.unwrap()).await.0, 412);
    assert!(problem(get("if-none-match", "1").await.unwrap()).await.1.contains("in double quotes"));

    // An operation that declares neither header nor 412 for them, and one that does not declare `If-Match`.
    let ship = json!({ "callSign": "HMS1", "tonnage": 1 });
    let created = fleet.request(Method::POST, "/ships").json(&ship).send().await.unwrap();
    let current = created.headers()["etag"].to_str().unwrap();
    for (path, body) in [("/ships/HMS1", ship.clone()), (path.as_str(), json!({ "ports": ["Queenstown"] }))] {
        let change = |tag: &str| fleet.request(Method::PUT, path).header("if-match", tag).json(&body).send();
        assert_eq!(problem(change("\"7\"").await.unwrap()).await.0, 412, "{path}");
        assert_eq!(change(current).await.unwrap().status(), 200, "{path}");
    }
    let scrap = |tag: &str| fleet.request(Method::DELETE, "/ships/HMS1").header("if-match", tag).send();
    let failed = scrap("\"1\"").await.unwrap();
    assert_eq!(
        (&failed.headers()["content-type"], &failed.headers()["etag"]),
        (&"application/problem+json".parse().unwrap(), &"\"2\"".parse().unwrap())
    );
    assert_eq!(problem(failed).await.0, 412);
    assert_eq!(problem(scrap("1").await.unwrap()).await.0, 400);
    assert_eq!(scrap("\"2\"").await.unwrap().status(), 204);
}
