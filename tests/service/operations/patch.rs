//! `PATCH /people/{uuid}`.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Backend, Response, TestApp, person, person_with, pointer};

on_both_databases!(
    a_merge_patch_updates_the_given_properties,
    the_result_of_a_merge_patch_must_be_valid,
    a_json_patch_is_atomic,
    malformed_json_patch_operations_are_rejected,
    the_key_never_changes,
    an_unsupported_patch_media_type_is_rejected,
    no_concurrent_patch_is_lost,
);

const MERGE: &str = "application/merge-patch+json";
const OPERATIONS: &str = "application/json-patch+json";
const KEY: &str = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";

async fn patch(app: &TestApp, path: &str, media_type: &str, body: &Value) -> Response {
    let request = app.request(Method::PATCH, path).header("content-type", media_type);
    app.send(request.body(body.to_string())).await
}

async fn a_merge_patch_updates_the_given_properties(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    let mut expected = app.get(&location).await.json(200);
    expected["age"] = json!(23);
    expected["fare"] = json!(8.0);
    let response = patch(&app, &location, MERGE, &json!({ "age": 23.0, "fare": 8 })).await;
    assert_eq!((response.json(200), response.header("etag")), (expected.clone(), "\"2\""));
    assert_eq!(app.get(&location).await.json(200), expected);
    patch(&app, &format!("/people/{KEY}"), MERGE, &json!({ "age": 23 })).await.problem(404);
}

async fn the_result_of_a_merge_patch_must_be_valid(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    for (body, pointer) in [
        (json!({ "name": null }), "/name"),
        (json!({ "age": -1 }), "/age"),
        (json!({ "sex": "none" }), "/sex"),
        (json!({ "nmae": "Ada" }), "/nmae"),
        (json!([]), ""),
    ] {
        let violations = patch(&app, &location, MERGE, &body).await.violations();
        assert_eq!((violations.len(), &violations[0]["pointer"]), (1, &json!(pointer)), "{body}");
    }
    assert_eq!(app.get(&location).await.header("etag"), "\"1\"");
}

async fn a_json_patch_is_atomic(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    let rename = json!({ "op": "replace", "path": "/name", "value": "Miss. Ada" });
    let is = |age: i64| json!({ "op": "test", "path": "/age", "value": age });
    let problem = patch(&app, &location, OPERATIONS, &json!([rename, is(23)])).await.problem(409);
    assert_eq!(problem["errors"], json!([pointer("/1/value", "test failed: the value at /age differs")]));
    for (operation, path) in [
        (json!({ "op": "replace", "path": "/nobody", "value": 1 }), "/0/path"),
        (json!({ "op": "copy", "from": "/nobody", "path": "/name" }), "/0/from"),
    ] {
        let problem = patch(&app, &location, OPERATIONS, &json!([operation])).await.problem(409);
        assert_eq!(problem["errors"], json!([pointer(path, "no value at /nobody")]));
    }
    assert_eq!(app.get(&location).await.header("etag"), "\"1\"");
    let response = patch(&app, &location, OPERATIONS, &json!([is(22), rename])).await;
    assert_eq!((&response.json(200)["name"], response.header("etag")), (&json!("Miss. Ada"), "\"2\""));
}

async fn malformed_json_patch_operations_are_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    for (body, pointer) in [
        (json!([{ "op": "smash", "path": "/age" }]), "/0/op"),
        (json!([{ "op": "remove" }]), "/0/path"),
        (json!([{ "op": "remove", "path": "age" }]), "/0/path"),
        (json!([{ "op": "test", "path": "/age", "value": 22 }, { "op": "add", "path": "/age" }]), "/1/value"),
        (json!([{ "op": "remove", "path": "/age" }]), "/age"),
        (json!([{ "op": "add", "path": "/nick", "value": "Ada" }]), "/nick"),
        (json!([{ "op": "replace", "path": "", "value": [] }]), ""),
        (json!({ "op": "remove", "path": "/age" }), ""),
    ] {
        let violations = patch(&app, &location, OPERATIONS, &body).await.violations();
        assert_eq!((violations.len(), &violations[0]["pointer"]), (1, &json!(pointer)), "{body}");
    }
}

async fn the_key_never_changes(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person_with("uuid", KEY)).await;
    let other = KEY.replace('0', "1");
    let detail = format!("the uuid must be that of the path, {KEY} - 'uuid'");
    let operations = json!([{ "op": "replace", "path": "/uuid", "value": other }]);
    for (media_type, body) in [(MERGE, json!({ "uuid": other })), (OPERATIONS, operations)] {
        let problem = patch(&app, &location, media_type, &body).await.problem(409);
        assert_eq!(problem["errors"], json!([pointer("/uuid", &detail)]));
    }
    patch(&app, &location, MERGE, &json!({ "uuid": KEY.to_uppercase(), "age": 23 })).await.json(200);
}

async fn an_unsupported_patch_media_type_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    let accepted = format!("{MERGE}, {OPERATIONS}");
    let rejected = patch(&app, &location, "application/json", &json!({ "age": 23 })).await;
    rejected.problem(415);
    assert_eq!(rejected.header("accept-patch"), accepted);
    assert_eq!(app.get(&location).await.header("accept-patch"), accepted);
    let options = app.send(app.request(Method::OPTIONS, &location)).await;
    assert_eq!((options.header("accept-patch"), options.status), (&*accepted, 204));
}

async fn no_concurrent_patch_is_lost(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    let changes = [("age", json!(23)), ("fare", json!(8.5)), ("survived", json!(true)), ("sex", json!("other"))];
    let requests = changes.iter().map(|(property, value)| {
        let request = app.request(Method::PATCH, &location).header("content-type", MERGE);
        tokio::spawn(request.body(json!({ *property: value }).to_string()).send())
    });
    for request in requests.collect::<Vec<_>>() {
        assert_eq!(request.await.unwrap().unwrap().status().as_u16(), 200);
    }
    let now = app.get(&location).await;
    for (property, value) in changes {
        assert_eq!(now.json(200)[property], value);
    }
    assert_eq!(now.header("etag"), "\"5\"");
}
