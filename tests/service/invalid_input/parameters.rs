//! Path and query parameters.

use reqwest::Method;
use serde_json::json;

use crate::support::{Backend, TestApp, parameter, person, pointer};

on_both_databases!(
    a_malformed_key_is_rejected,
    a_limit_outside_its_bounds_is_rejected,
    a_limit_that_is_not_an_integer_is_rejected,
    a_duplicate_parameter_is_rejected,
    an_unknown_parameter_is_rejected,
    parameters_of_the_list_are_rejected_for_a_person,
    violations_in_all_parts_of_a_request_are_reported,
);

async fn a_malformed_key_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    let key = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";
    for (written, message) in [
        ("nonsense", "'nonsense' is not a 'uuid' - 'uuid'"),
        ("1", "'1' is not a 'uuid' - 'uuid'"),
        (&key[1..], "'1930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f' is not a 'uuid' - 'uuid'"),
        (&format!("%7B{key}%7D"), "'{01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f}' is not a 'uuid' - 'uuid'"),
        ("%00", r"'\x00' is not a 'uuid' - 'uuid'"),
        ("a%2Fb", "'a/b' is not a 'uuid' - 'uuid'"),
        ("%C3%A9", "'é' is not a 'uuid' - 'uuid'"),
        ("';DROP TABLE people", r#""';DROP TABLE people" is not a 'uuid' - 'uuid'"#),
    ] {
        let path = format!("/people/{written}");
        for method in [Method::GET, Method::DELETE] {
            assert_eq!(app.send(app.request(method, &path)).await.violations(), [parameter("uuid", message)]);
        }
        assert_eq!(app.put(&path, &json!({})).await.violations(), [parameter("uuid", message)]);
    }
}

async fn assert_rejects_limit(app: &TestApp, query: &str, detail: &str) {
    let response = app.get(&format!("/people?{query}")).await;
    assert_eq!(response.violations(), [parameter("limit", detail)], "{query}");
}

async fn a_limit_outside_its_bounds_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    assert_rejects_limit(&app, "limit=0", "0 is less than the minimum of 1 - 'limit'").await;
    assert_rejects_limit(&app, "limit=-1", "-1 is less than the minimum of 1 - 'limit'").await;
    assert_rejects_limit(&app, "limit=10001", "10001 is greater than the maximum of 10000 - 'limit'").await;
    assert_rejects_limit(&app, "limit=4294967297", "4294967297 is greater than the maximum of 10000 - 'limit'").await;
}

async fn a_limit_that_is_not_an_integer_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (written, message) in [
        ("abc", "'abc'"),
        ("", "''"),
        ("1.5", "1.5"),
        ("%201", "' 1'"),
        ("+1", "' 1'"),
        ("1%00", r"'1\x00'"),
        ("NaN", "'NaN'"),
        ("null", "'null'"),
        ("true", "'true'"),
    ] {
        let detail = format!("{message} is not of type 'integer' - 'limit'");
        assert_rejects_limit(&app, &format!("limit={written}"), &detail).await;
    }
    assert_rejects_limit(&app, "limit", "'' is not of type 'integer' - 'limit'").await;
}

async fn a_duplicate_parameter_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    let detail = "duplicate parameter - 'limit'";
    assert_rejects_limit(&app, "limit=1&limit=2", detail).await;
    assert_rejects_limit(&app, "limit=1&l%69mit=1", detail).await;
}

async fn an_unknown_parameter_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (query, name) in [("colour=blue", "colour"), ("Limit=1", "Limit"), ("limit=1&x", "x"), ("=1", "")] {
        let response = app.get(&format!("/people?{query}")).await;
        let detail = format!("unknown query parameter - '{name}'");
        assert_eq!(response.violations(), [parameter(name, &detail)]);
    }
    for nothing in ["/people?", "/people?&"] {
        app.get(nothing).await.json(200);
    }
}

async fn parameters_of_the_list_are_rejected_for_a_person(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    let path = format!("{location}?limit=1");
    let expected = [parameter("limit", "unknown query parameter - 'limit'")];
    assert_eq!(app.get(&path).await.violations(), expected);
    assert_eq!(app.put(&path, &json!({ "age": 23 })).await.violations(), expected);
    assert_eq!(app.delete(&path).await.violations(), expected);
    assert_eq!(app.post("/people?limit=1", &person()).await.violations(), expected);
    assert_eq!(app.get("/people").await.json(200).as_array().unwrap().len(), 1);
    assert_eq!(app.get(&location).await.header("etag"), r#""1""#);
}

async fn violations_in_all_parts_of_a_request_are_reported(backend: Backend) {
    let app = TestApp::start(backend).await;
    let response = app.put("/people/nonsense?colour=blue", &json!({ "age": "20" })).await;
    assert_eq!(
        response.violations(),
        [
            parameter("colour", "unknown query parameter - 'colour'"),
            parameter("uuid", "'nonsense' is not a 'uuid' - 'uuid'"),
            pointer("/age", "'20' is not of type 'integer' - 'age'"),
        ]
    );
}
