//! Bodies that are JSON, but not the object that is expected.

use serde_json::json;

use crate::support::{Backend, TestApp, person, person_with, person_without, pointer};

on_both_databases!(
    a_missing_property_is_named,
    every_missing_property_is_named,
    an_unknown_property_is_refused,
    a_property_of_an_object_has_its_own_place,
    what_is_not_an_object_is_refused,
    the_values_without_their_names_are_refused,
    an_enum_is_not_an_object,
    the_last_of_equal_names_counts,
);

async fn a_missing_property_is_named(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (property, _) in person().as_object().unwrap() {
        let answer = app.post("/people", &person_without(property)).await;
        let detail = format!("'{property}' is a required property");
        assert_eq!(answer.violations(), [pointer(&format!("/{property}"), &detail)]);
    }
}

async fn every_missing_property_is_named(backend: Backend) {
    let app = TestApp::start(backend).await;
    // In the order in which the document requires them.
    let required =
        ["passengerClass", "name", "sex", "age", "siblingsOrSpousesAboard", "parentsOrChildrenAboard", "fare"];
    let expected = required.map(|name| pointer(&format!("/{name}"), &format!("'{name}' is a required property")));
    assert_eq!(app.post("/people", &json!({})).await.violations(), expected);
}

async fn an_unknown_property_is_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (name, place, quoted) in [
        ("colour", "/colour", "'colour'"),
        ("Name", "/Name", "'Name'"),
        ("", "/", "''"),
        ("a/b~c", "/a~1b~0c", "'a/b~c'"),
        ("it's", "/it's", r#""it's""#),
    ] {
        let answer = app.post("/people", &person_with(name, "x")).await;
        let detail = format!("Additional properties are not allowed ({quoted} was unexpected)");
        assert_eq!(answer.violations(), [pointer(place, &detail)]);
    }
}

async fn a_property_of_an_object_has_its_own_place(backend: Backend) {
    let app = TestApp::start(backend).await;
    let answer = app.post("/people", &person_with("name", json!({ "first": "Owen" }))).await;
    assert_eq!(answer.violations(), [pointer("/name", "{'first': 'Owen'} is not of type 'string' - 'name'")]);
}

async fn what_is_not_an_object_is_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (body, repeated) in
        [("null", "None"), ("true", "True"), ("1", "1"), (r#""x""#, "'x'"), ("[]", "[]"), ("[{}]", "[{}]")]
    {
        let answer = app.post_text("/people", body).await;
        assert_eq!(answer.violations(), [pointer("", &format!("{repeated} is not of type 'object'"))]);
    }
}

/// serde would take an array for a struct whose fields have the values in their order.
async fn the_values_without_their_names_are_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    let key = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";
    let values = json!([key, false, 3, "Owen", "male", 22, 1, 0, 7.25]);
    let answer = app.post("/people", &values).await;
    let detail = format!("['{key}', False, 3, 'Owen', 'male', 22, 1, 0, 7.25] is not of type 'object'");
    assert_eq!(answer.violations(), [pointer("", &detail)]);
    assert_eq!(app.get("/people").await.text(), "[]");
}

/// serde would take it for the variant of an enum.
async fn an_enum_is_not_an_object(backend: Backend) {
    let app = TestApp::start(backend).await;
    let answer = app.post("/people", &person_with("sex", json!({ "male": null }))).await;
    assert_eq!(
        answer.violations(),
        [
            pointer("/sex", "{'male': None} is not of type 'string' - 'sex'"),
            pointer("/sex", "{'male': None} is not one of ['male', 'female', 'other'] - 'sex'"),
        ]
    );
}

/// As in most of the world (RFC 8259, section 4), whichever of the two is the bad one.
async fn the_last_of_equal_names_counts(backend: Backend) {
    let app = TestApp::start(backend).await;
    let twice = |first: &str, last: &str| {
        person()
            .to_string()
            .replacen('{', &format!(r#"{{"age":{first},"#), 1)
            .replace(r#""age":22"#, &format!(r#""age":{last}"#))
    };
    for first in ["21", "-1", r#""20""#, "null"] {
        let answer = app.post_text("/people", twice(first, "23")).await;
        assert_eq!(answer.json(201)["age"], 23, "first {first}");
    }
    let answer = app.post_text("/people", twice("23", "-1")).await;
    assert_eq!(answer.violations(), [pointer("/age", "-1 is less than the minimum of 0 - 'age'")]);
}
