//! A service of the document of this repository, which has examples.

use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};

use crate::crates::{NewCrate, WORKSPACE};

#[tokio::test]
async fn the_examples_are_answered() {
    let service = NewCrate::of(&Path::new(WORKSPACE).join("openapi.yaml"));
    let person = "/people/01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";

    let bare = service.serve(&[]);
    for (method, path) in [(Method::GET, "/people"), (Method::GET, person), (Method::DELETE, person)] {
        let (status, kind, problem) = bare.ask(bare.request(method, path)).await;
        assert_eq!((status, kind.as_str()), (501, "application/problem+json"), "{path}");
        assert_eq!(problem["title"], json!("Not Implemented"));
    }

    let mock = service.serve(&["--mock"]);
    let (status, kind, people) = mock.get("/people").await;
    assert_eq!((status, kind.as_str()), (200, "application/json"));
    assert_eq!(people[0]["name"], json!("Mr. Owen Harris Braund"));
    let (status, _, owen) = mock.get(person).await;
    assert_eq!((status, &owen), (200, &people[0]));
    let request = || mock.request(Method::POST, "/people");
    let (status, _, created) = mock.ask(request().json(&without_key(&owen))).await;
    assert_eq!((status, &created["name"]), (201, &json!("Miss. Elisabeth Walton Allen")));
    assert_eq!(request().json(&without_key(&owen)).send().await.unwrap().headers()["etag"], "\"1\"");
    // What has no example is not implemented still, and what is invalid is refused as ever.
    assert_eq!(mock.ask(mock.request(Method::DELETE, person)).await.0, 501);
    assert_eq!(mock.get("/people?limit=0").await.0, 400);
    assert_eq!(mock.ask(request().json(&json!({ "age": -1 }))).await.0, 400);
}

fn without_key(person: &Value) -> Value {
    let mut person = person.clone();
    person.as_object_mut().unwrap().remove("uuid");
    person
}
