//! Changes on a condition, where the document demands one.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::support::{Backend, Fleet};

on_both_databases!(
    what_demands_a_condition_is_not_done_without,
    a_change_may_be_on_the_condition_that_nothing_is_there,
);

async fn voyage(fleet: &Fleet) -> String {
    let voyage = json!({ "departs": "1912-04-10", "ports": [] });
    let (status, stored, _) = fleet.call(Method::POST, "/voyages", Some(voyage)).await;
    assert_eq!(status, 201, "{stored}");
    format!("/voyages/{}", stored["id"].as_str().unwrap())
}

async fn etag(fleet: &Fleet, path: &str) -> String {
    let answer = fleet.request(Method::GET, path).send().await.unwrap();
    answer.headers()["etag"].to_str().unwrap().to_owned()
}

async fn detail(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    let problem: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    (status, problem["detail"].as_str().unwrap().to_owned())
}

async fn what_demands_a_condition_is_not_done_without(backend: Backend) {
    let fleet = &Fleet::start(backend).await;
    let path = voyage(fleet).await;
    let first = etag(fleet, &path).await;
    let cancel = || fleet.request(Method::DELETE, &path);
    let (status, demand) = detail(cancel().send().await.unwrap()).await;
    assert_eq!(status, 428);
    assert!(demand.contains("If-Match"), "{demand}");

    fleet.put(&path, json!({ "ports": ["Queenstown"] })).await;
    assert_eq!(detail(cancel().header("if-match", &first).send().await.unwrap()).await.0, 412);
    let second = etag(fleet, &path).await;
    assert_ne!(first, second);
    assert_eq!(cancel().header("if-match", &second).send().await.unwrap().status(), 204);
    assert_eq!(detail(cancel().header("if-match", &second).send().await.unwrap()).await.0, 404);
}

async fn a_change_may_be_on_the_condition_that_nothing_is_there(backend: Backend) {
    let fleet = &Fleet::start(backend).await;
    let path = voyage(fleet).await;
    let change = |condition: &str| {
        let change = fleet.request(Method::PUT, &path).header("if-none-match", condition);
        change.json(&json!({ "ports": ["Queenstown"] })).send()
    };
    let first = etag(fleet, &path).await;
    assert_eq!(detail(change("*").await.unwrap()).await.0, 412);
    assert_eq!(detail(change(&first).await.unwrap()).await.0, 412);
    assert_eq!(etag(fleet, &path).await, first, "nothing was changed");
    assert_eq!(change("\"another\"").await.unwrap().status(), 200);
}
