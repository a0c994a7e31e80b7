//! JSON bodies with missing, unknown or wrong structure.

use serde_json::json;

use crate::support::{Backend, TestApp, person, person_with, person_without, pointer};

on_both_databases!(
    a_missing_property_is_reported,
    all_missing_properties_are_reported,
    an_unknown_property_is_rejected,
    an_object_is_rejected_as_a_string,
    a_value_other_than_an_object_is_rejected,
    an_array_of_the_values_is_rejected,
    an_object_is_rejected_as_an_enum,
    duplicate_properties_are_rejected,
);

async fn a_missing_property_is_reported(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (property, _) in person().as_object().unwrap() {
        let response = app.post("/people", &person_without(property)).await;
        let detail = format!("'{property}' is a required property");
        assert_eq!(response.violations(), [pointer(&format!("/{property}"), &detail)]);
    }
}

async fn all_missing_properties_are_reported(backend: Backend) {
    let app = TestApp::start(backend).await;
    // In the order of `required` in the document.
    let required =
        ["passengerClass", "name", "sex", "age", "siblingsOrSpousesAboard", "parentsOrChildrenAboard", "fare"];
    let expected = required.map(|name| pointer(&format!("/{name}"), &format!("'{name}' is a required property")));
    assert_eq!(app.post("/people", &json!({})).await.violations(), expected);
}

async fn an_unknown_property_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (name, pointer_text, quoted) in [
        ("colour", "/colour", "'colour'"),
        ("Name", "/Name", "'Name'"),
        ("", "/", "''"),
        ("a/b~c", "/a~1b~0c", "'a/b~c'"),
        ("it's", "/it's", r#""it's""#),
    ] {
        let response = app.post("/people", &person_with(name, "x")).await;
        let detail = format!("Additional properties are not allowed ({quoted} was unexpected)");
        assert_eq!(response.violations(), [pointer(pointer_text, &detail)]);
    }
}

async fn an_object_is_rejected_as_a_string(backend: Backend) {
    let app = TestApp::start(backend).await;
    let response = app.post("/people", &person_with("name", json!({ "first": "Owen" }))).await;
    assert_eq!(response.violations(), [pointer("/name", "{'first': 'Owen'} is not of type 'string' - 'name'")]);
}

async fn a_value_other_than_an_object_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (body, repeated) in
        [("null", "None"), ("true", "True"), ("1", "1"), (r#""x""#, "'x'"), ("[]", "[]"), ("[{}]", "[{}]")]
    {
        let response = app.post_text("/people", body).await;
        assert_eq!(response.violations(), [pointer("", &format!("{repeated} is not of type 'object'"))]);
    }
}

/// A derived serde implementation would accept an array of the field values.
async fn an_array_of_the_values_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    let key = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";
    let values = json!([key, false, 3, "Owen", "male", 22, 1, 0, 7.25]);
    let response = app.post("/people", &values).await;
    let detail = format!("['{key}', False, 3, 'Owen', 'male', 22, 1, 0, 7.25] is not of type 'object'");
    assert_eq!(response.violations(), [pointer("", &detail)]);
    assert_eq!(app.get("/people").await.text(), "[]");
}

/// A derived serde implementation would accept it as a variant.
async fn an_object_is_rejected_as_an_enum(backend: Backend) {
    let app = TestApp::start(backend).await;
    let response = app.post("/people", &person_with("sex", json!({ "male": null }))).await;
    assert_eq!(
        response.violations(),
        [
            pointer("/sex", "{'male': None} is not of type 'string' - 'sex'"),
            pointer("/sex", "{'male': None} is not one of ['male', 'female', 'other'] - 'sex'"),
        ]
    );
}

/// Which of them counts is open (RFC 8259, section 4), so that neither does.
async fn duplicate_properties_are_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    let twice = |first: &str, last: &str| {
        person()
            .to_string()
            .replacen('{', &format!(r#"{{"age":{first},"#), 1)
            .replace(r#""age":22"#, &format!(r#""age":{last}"#))
    };
    let duplicate = || pointer("/age", "duplicate property - 'age'");
    for first in ["23", "21", "-1", r#""20""#, "null"] {
        assert_eq!(app.post_text("/people", twice(first, "23")).await.violations(), [duplicate()], "first {first}");
    }
    let response = app.post_text("/people", twice("23", "-1")).await;
    assert_eq!(response.violations(), [pointer("/age", "-1 is less than the minimum of 0 - 'age'"), duplicate()]);
}
