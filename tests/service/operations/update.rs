//! `PUT /people/{uuid}`.

use serde_json::json;

use crate::support::{Backend, TestApp, person, person_with, pointer};

on_both_databases!(
    a_person_is_updated,
    omitted_properties_keep_their_values,
    each_update_increments_the_version,
    an_empty_update_increments_the_version,
    the_key_in_the_body_can_equal_that_of_the_path,
    the_key_never_changes,
    an_unknown_person_is_not_found,
);

const KEY: &str = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";

async fn a_person_is_updated(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    let mut other = json!({
        "survived": true,
        "passengerClass": 1,
        "name": "Miss. Elisabeth Walton Allen",
        "sex": "female",
        "age": 29,
        "siblingsOrSpousesAboard": 2,
        "parentsOrChildrenAboard": 3,
        "fare": 211.3375,
    });
    let response = app.put(&location, &other).await.json(200);
    other["uuid"] = response["uuid"].clone();
    assert_eq!(response, other);
    assert_eq!(app.get(&location).await.json(200), other);
}

async fn omitted_properties_keep_their_values(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person_with("survived", true)).await;
    let mut expected = app.get(&location).await.json(200);
    for (property, value) in
        [("age", json!(23)), ("fare", json!(8.5)), ("survived", json!(false)), ("sex", json!("other"))]
    {
        expected[property] = value.clone();
        let response = app.put(&location, &json!({ property: value })).await.json(200);
        assert_eq!(response, expected);
    }
}

async fn each_update_increments_the_version(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    for version in [r#""2""#, r#""3""#] {
        assert_eq!(app.put(&location, &json!({ "age": 23 })).await.header("etag"), version);
        assert_eq!(app.get(&location).await.header("etag"), version);
    }
    app.put(&location, &json!({ "age": -1 })).await.problem(400);
    assert_eq!(app.get(&location).await.header("etag"), r#""3""#, "a rejected update changes nothing");
}

async fn an_empty_update_increments_the_version(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    let before = app.get(&location).await.json(200);
    let response = app.put(&location, &json!({})).await;
    assert_eq!(response.json(200), before);
    assert_eq!(response.header("etag"), r#""2""#);
}

async fn the_key_in_the_body_can_equal_that_of_the_path(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person_with("uuid", KEY)).await;
    let response = app.put(&location, &json!({ "uuid": KEY.to_uppercase(), "age": 23 })).await.json(200);
    assert_eq!((&response["uuid"], &response["age"]), (&json!(KEY), &json!(23)));
}

async fn the_key_never_changes(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person_with("uuid", KEY)).await;
    let other = KEY.replace('0', "1");
    let problem = app.put(&location, &json!({ "uuid": other, "age": 23 })).await.problem(409);
    let detail = format!("the uuid must be that of the path, {KEY} - 'uuid'");
    assert_eq!(problem["errors"], json!([pointer("/uuid", &detail)]));
    assert_eq!(app.get(&location).await.json(200)["age"], 22);
}

async fn an_unknown_person_is_not_found(backend: Backend) {
    let app = TestApp::start(backend).await;
    let problem = app.put(&format!("/people/{KEY}"), &json!({ "age": 23 })).await.problem(404);
    assert_eq!(problem["detail"], format!("there is no person {KEY}"));
    assert_eq!(app.get("/people").await.text(), "[]", "an update creates no person");
}
