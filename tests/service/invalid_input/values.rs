//! Invalid values of properties.

use serde_json::{Value, json};

use crate::support::{Backend, TestApp, person, person_with, pointer};

on_both_databases!(
    a_value_of_another_type_is_rejected,
    a_value_outside_the_bounds_is_rejected,
    a_malformed_uuid_is_rejected,
    integers_with_too_many_digits_are_rejected_and_doubles_are_rounded,
    nul_in_a_name_is_rejected,
    a_name_has_at_most_100_characters,
    all_invalid_properties_are_reported,
    violations_are_in_the_order_of_the_body,
    an_update_is_validated_by_the_same_rules,
    rejected_input_is_not_stored,
);

async fn assert_rejects(app: &TestApp, property: &str, value: impl Into<Value>, details: &[&str]) {
    let person = person_with(property, value);
    let path = format!("/{property}");
    let expected: Vec<Value> = details.iter().map(|detail| pointer(&path, detail)).collect();
    assert_eq!(app.post("/people", &person).await.violations(), expected, "{person}");
}

async fn a_value_of_another_type_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    assert_rejects(&app, "age", "20", &["'20' is not of type 'integer' - 'age'"]).await;
    assert_rejects(&app, "age", 22.5, &["22.5 is not of type 'integer' - 'age'"]).await;
    assert_rejects(&app, "age", Value::Null, &["None is not of type 'integer' - 'age'"]).await;
    assert_rejects(&app, "age", json!([22]), &["[22] is not of type 'integer' - 'age'"]).await;
    assert_rejects(&app, "name", 1, &["1 is not of type 'string' - 'name'"]).await;
    assert_rejects(&app, "name", Value::Null, &["None is not of type 'string' - 'name'"]).await;
    assert_rejects(&app, "survived", 1, &["1 is not of type 'boolean' - 'survived'"]).await;
    assert_rejects(&app, "survived", "true", &["'true' is not of type 'boolean' - 'survived'"]).await;
    assert_rejects(&app, "survived", Value::Null, &["None is not of type 'boolean' - 'survived'"]).await;
    assert_rejects(&app, "passengerClass", true, &["True is not of type 'integer' - 'passengerClass'"]).await;
    assert_rejects(&app, "siblingsOrSpousesAboard", "", &["'' is not of type 'integer' - 'siblingsOrSpousesAboard'"])
        .await;
    assert_rejects(&app, "fare", "7.25", &["'7.25' is not of type 'number' - 'fare'"]).await;
    assert_rejects(&app, "fare", json!({}), &["{} is not of type 'number' - 'fare'"]).await;
    assert_rejects(&app, "uuid", 7, &["7 is not of type 'string' - 'uuid'"]).await;
}

async fn a_value_outside_the_bounds_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    assert_rejects(&app, "sex", "20", &["'20' is not one of ['male', 'female', 'other'] - 'sex'"]).await;
    assert_rejects(&app, "sex", "Male", &["'Male' is not one of ['male', 'female', 'other'] - 'sex'"]).await;
    assert_rejects(&app, "passengerClass", 0, &["0 is less than the minimum of 1 - 'passengerClass'"]).await;
    assert_rejects(&app, "passengerClass", 4, &["4 is greater than the maximum of 3 - 'passengerClass'"]).await;
    assert_rejects(&app, "age", -1, &["-1 is less than the minimum of 0 - 'age'"]).await;
    assert_rejects(&app, "fare", -0.01, &["-0.01 is less than the minimum of 0 - 'fare'"]).await;
    assert_rejects(&app, "name", "", &["'' is too short (the least is 1) - 'name'"]).await;
    // Integers outside the ranges of i32, u32, i64 and u64.
    for (value, words) in [
        (json!(2_147_483_648_u32), "2147483648"),
        (json!(4_294_967_296_u64), "4294967296"),
        (json!(u64::MAX), "18446744073709551615"),
        (json!(1e20), "1e+20"),
    ] {
        let detail = format!("{words} is greater than the maximum of 2147483647 - 'age'");
        assert_rejects(&app, "age", value, &[&detail]).await;
    }
    assert_rejects(
        &app,
        "parentsOrChildrenAboard",
        -4_294_967_296_i64,
        &["-4294967296 is less than the minimum of 0 - 'parentsOrChildrenAboard'"],
    )
    .await;
}

async fn a_malformed_uuid_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    let key = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";
    for text in ["", "nonsense", &key[1..], &key.replace('f', "g"), &format!("{{{key}}}"), &format!("urn:uuid:{key}")] {
        assert_rejects(&app, "uuid", text, &[&format!("'{text}' is not a 'uuid' - 'uuid'")]).await;
    }
}

/// The digits would be lost.
async fn integers_with_too_many_digits_are_rejected_and_doubles_are_rounded(backend: Backend) {
    let app = TestApp::start(backend).await;
    let body = |property: &str, number: &str| person_with(property, "?").to_string().replace("\"?\"", number);
    for fare in ["18754203497929941", "100000000000000000000000000000001", "7.2500000000000000000000000000001", "1e300"]
    {
        let stored = app.post_text("/people", body("fare", fare)).await.json(201);
        assert_eq!(stored["fare"], fare.parse::<f64>().unwrap());
    }
    for age in ["100000000000000000000000000000001", "22.00000000000000000001"] {
        let violations = app.post_text("/people", body("age", age)).await.violations();
        assert_eq!(violations.len(), 1);
        assert_eq!(violations[0]["pointer"], "/age");
    }
}

async fn nul_in_a_name_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    assert_rejects(&app, "name", "a\0b", &[r"'a\x00b' does not match '^[^\\u0000]*$' - 'name'"]).await;
}

async fn a_name_has_at_most_100_characters(backend: Backend) {
    let app = TestApp::start(backend).await;
    for character in ["x", "é", "🚢"] {
        app.post("/people", &person_with("name", character.repeat(100))).await.json(201);
        let long = character.repeat(101);
        assert_rejects(&app, "name", long.as_str(), &[&format!("'{long}' is too long (the most is 100) - 'name'")])
            .await;
    }
}

async fn all_invalid_properties_are_reported(backend: Backend) {
    let app = TestApp::start(backend).await;
    let mut person = person_with("name", 1);
    person["sex"] = json!("20");
    let response = app.post("/people", &person).await;
    assert_eq!(
        response.violations(),
        [
            pointer("/name", "1 is not of type 'string' - 'name'"),
            pointer("/sex", "'20' is not one of ['male', 'female', 'other'] - 'sex'"),
        ]
    );
}

async fn violations_are_in_the_order_of_the_body(backend: Backend) {
    let app = TestApp::start(backend).await;
    let all = json!({
        "fare": -1,
        "parentsOrChildrenAboard": -1,
        "siblingsOrSpousesAboard": -1,
        "age": -1,
        "sex": "",
        "name": "",
        "passengerClass": 0,
        "survived": 0,
        "uuid": "",
    });
    let violations = app.post("/people", &all).await.violations();
    let pointers: Vec<_> = violations.iter().map(|violation| violation["pointer"].as_str().unwrap()).collect();
    let body: Vec<String> = all.as_object().unwrap().keys().map(|name| format!("/{name}")).collect();
    assert_eq!(pointers, body);
}

async fn an_update_is_validated_by_the_same_rules(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    for (property, value, detail) in [
        ("age", json!("20"), "'20' is not of type 'integer' - 'age'"),
        ("age", Value::Null, "None is not of type 'integer' - 'age'"),
        ("sex", json!("20"), "'20' is not one of ['male', 'female', 'other'] - 'sex'"),
        ("survived", json!(1), "1 is not of type 'boolean' - 'survived'"),
        ("name", json!("\0"), r"'\x00' does not match '^[^\\u0000]*$' - 'name'"),
        ("fare", json!(-1), "-1 is less than the minimum of 0 - 'fare'"),
        ("uuid", json!("nonsense"), "'nonsense' is not a 'uuid' - 'uuid'"),
        ("colour", json!("blue"), "Additional properties are not allowed ('colour' was unexpected)"),
    ] {
        let response = app.put(&location, &json!({ property: value })).await;
        assert_eq!(response.violations(), [pointer(&format!("/{property}"), detail)]);
    }
    assert_eq!(app.get(&location).await.header("etag"), r#""1""#);
}

async fn rejected_input_is_not_stored(backend: Backend) {
    let app = TestApp::start(backend).await;
    app.post("/people", &person_with("age", "20")).await.problem(400);
    assert_eq!(app.get("/people").await.text(), "[]");
}
