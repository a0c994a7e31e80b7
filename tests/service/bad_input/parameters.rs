//! The path and the query.

use reqwest::Method;
use serde_json::json;

use crate::support::{Backend, TestApp, parameter, person, pointer};

on_both_databases!(
    a_malformed_key_is_refused,
    a_limit_outside_its_bounds_is_refused,
    a_limit_that_is_not_an_integer_is_refused,
    a_parameter_that_is_there_twice_is_refused,
    an_unknown_parameter_is_refused,
    a_person_takes_no_parameters,
    each_wrong_part_of_a_request_is_reported,
);

async fn a_malformed_key_is_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    let key = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";
    for (written, words) in [
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
            assert_eq!(app.send(app.request(method, &path)).await.violations(), [parameter("uuid", words)]);
        }
        assert_eq!(app.put(&path, &json!({})).await.violations(), [parameter("uuid", words)]);
    }
}

async fn refuses_limit(app: &TestApp, query: &str, detail: &str) {
    let answer = app.get(&format!("/people?{query}")).await;
    assert_eq!(answer.violations(), [parameter("limit", detail)], "{query}");
}

async fn a_limit_outside_its_bounds_is_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    refuses_limit(&app, "limit=0", "0 is less than the minimum of 1 - 'limit'").await;
    refuses_limit(&app, "limit=-1", "-1 is less than the minimum of 1 - 'limit'").await;
    refuses_limit(&app, "limit=10001", "10001 is greater than the maximum of 10000 - 'limit'").await;
    refuses_limit(&app, "limit=4294967297", "4294967297 is greater than the maximum of 10000 - 'limit'").await;
}

async fn a_limit_that_is_not_an_integer_is_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (written, words) in [
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
        let detail = format!("{words} is not of type 'integer' - 'limit'");
        refuses_limit(&app, &format!("limit={written}"), &detail).await;
    }
    refuses_limit(&app, "limit", "'' is not of type 'integer' - 'limit'").await;
}

async fn a_parameter_that_is_there_twice_is_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    let detail = "the parameter is there more than once - 'limit'";
    refuses_limit(&app, "limit=1&limit=2", detail).await;
    refuses_limit(&app, "limit=1&l%69mit=1", detail).await;
}

async fn an_unknown_parameter_is_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (query, name) in [("colour=blue", "colour"), ("Limit=1", "Limit"), ("limit=1&x", "x"), ("=1", "")] {
        let answer = app.get(&format!("/people?{query}")).await;
        let detail = format!("there is no such parameter - '{name}'");
        assert_eq!(answer.violations(), [parameter(name, &detail)]);
    }
    for nothing in ["/people?", "/people?&"] {
        app.get(nothing).await.json(200);
    }
}

async fn a_person_takes_no_parameters(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.register(&person()).await;
    let path = format!("{location}?limit=1");
    let expected = [parameter("limit", "there is no such parameter - 'limit'")];
    assert_eq!(app.get(&path).await.violations(), expected);
    assert_eq!(app.put(&path, &json!({ "age": 23 })).await.violations(), expected);
    assert_eq!(app.delete(&path).await.violations(), expected);
    assert_eq!(app.post("/people?limit=1", &person()).await.violations(), expected);
    assert_eq!(app.get("/people").await.json(200).as_array().unwrap().len(), 1);
    assert_eq!(app.get(&location).await.header("etag"), r#""1""#);
}

async fn each_wrong_part_of_a_request_is_reported(backend: Backend) {
    let app = TestApp::start(backend).await;
    let answer = app.put("/people/nonsense?colour=blue", &json!({ "age": "20" })).await;
    assert_eq!(
        answer.violations(),
        [
            parameter("colour", "there is no such parameter - 'colour'"),
            parameter("uuid", "'nonsense' is not a 'uuid' - 'uuid'"),
            pointer("/age", "'20' is not of type 'integer' - 'age'"),
        ]
    );
}
