//! Properties with values that their schemas do not allow.

use serde_json::{Value, json};

use crate::support::{Backend, TestApp, person, person_with, pointer};

on_both_databases!(
    a_value_of_another_type_is_refused,
    a_value_outside_the_bounds_is_refused,
    a_string_that_is_not_a_uuid_is_refused,
    digits_that_are_not_kept_are_refused_but_in_a_double,
    nul_in_a_name_is_refused,
    a_name_has_100_characters_at_the_most,
    each_wrong_property_is_reported,
    violations_are_in_the_order_of_the_body,
    an_update_is_held_to_the_same_rules,
    what_is_refused_is_not_stored,
);

async fn refuses(app: &TestApp, property: &str, value: impl Into<Value>, details: &[&str]) {
    let person = person_with(property, value);
    let place = format!("/{property}");
    let expected: Vec<Value> = details.iter().map(|detail| pointer(&place, detail)).collect();
    assert_eq!(app.post("/people", &person).await.violations(), expected, "{person}");
}

async fn a_value_of_another_type_is_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    refuses(&app, "age", "20", &["'20' is not of type 'integer' - 'age'"]).await;
    refuses(&app, "age", 22.5, &["22.5 is not of type 'integer' - 'age'"]).await;
    refuses(&app, "age", Value::Null, &["None is not of type 'integer' - 'age'"]).await;
    refuses(&app, "age", json!([22]), &["[22] is not of type 'integer' - 'age'"]).await;
    refuses(&app, "name", 1, &["1 is not of type 'string' - 'name'"]).await;
    refuses(&app, "name", Value::Null, &["None is not of type 'string' - 'name'"]).await;
    refuses(&app, "survived", 1, &["1 is not of type 'boolean' - 'survived'"]).await;
    refuses(&app, "survived", "true", &["'true' is not of type 'boolean' - 'survived'"]).await;
    refuses(&app, "survived", Value::Null, &["None is not of type 'boolean' - 'survived'"]).await;
    refuses(&app, "passengerClass", true, &["True is not of type 'integer' - 'passengerClass'"]).await;
    refuses(&app, "siblingsOrSpousesAboard", "", &["'' is not of type 'integer' - 'siblingsOrSpousesAboard'"]).await;
    refuses(&app, "fare", "7.25", &["'7.25' is not of type 'number' - 'fare'"]).await;
    refuses(&app, "fare", json!({}), &["{} is not of type 'number' - 'fare'"]).await;
    refuses(&app, "uuid", 7, &["7 is not of type 'string' - 'uuid'"]).await;
}

async fn a_value_outside_the_bounds_is_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    refuses(&app, "sex", "20", &["'20' is not one of ['male', 'female', 'other'] - 'sex'"]).await;
    refuses(&app, "sex", "Male", &["'Male' is not one of ['male', 'female', 'other'] - 'sex'"]).await;
    refuses(&app, "passengerClass", 0, &["0 is less than the minimum of 1 - 'passengerClass'"]).await;
    refuses(&app, "passengerClass", 4, &["4 is greater than the maximum of 3 - 'passengerClass'"]).await;
    refuses(&app, "age", -1, &["-1 is less than the minimum of 0 - 'age'"]).await;
    refuses(&app, "fare", -0.01, &["-0.01 is less than the minimum of 0 - 'fare'"]).await;
    refuses(&app, "name", "", &["'' is too short (the least is 1) - 'name'"]).await;
    // The first integer that does not fit into 32 bits, and ones that do not fit into 32 or 64 with or without a sign.
    for (value, words) in [
        (json!(2_147_483_648_u32), "2147483648"),
        (json!(4_294_967_296_u64), "4294967296"),
        (json!(u64::MAX), "18446744073709551615"),
        (json!(1e20), "1e+20"),
    ] {
        let detail = format!("{words} is greater than the maximum of 2147483647 - 'age'");
        refuses(&app, "age", value, &[&detail]).await;
    }
    refuses(
        &app,
        "parentsOrChildrenAboard",
        -4_294_967_296_i64,
        &["-4294967296 is less than the minimum of 0 - 'parentsOrChildrenAboard'"],
    )
    .await;
}

async fn a_string_that_is_not_a_uuid_is_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    let key = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";
    for text in ["", "nonsense", &key[1..], &key.replace('f', "g"), &format!("{{{key}}}"), &format!("urn:uuid:{key}")] {
        refuses(&app, "uuid", text, &[&format!("'{text}' is not a 'uuid' - 'uuid'")]).await;
    }
}

/// PostgreSQL could not store it.
async fn digits_that_are_not_kept_are_refused_but_in_a_double(backend: Backend) {
    let app = TestApp::start(backend).await;
    let body = |property: &str, number: &str| person_with(property, "?").to_string().replace("\"?\"", number);
    for fare in ["18754203497929941", "100000000000000000000000000000001", "7.2500000000000000000000000000001", "1e300"]
    {
        let stored = app.post_text("/people", body("fare", fare)).await.json(201);
        assert_eq!(stored["fare"], fare.parse::<f64>().unwrap());
    }
    for age in ["100000000000000000000000000000001", "22.00000000000000000001"] {
        let violations = app.post_text("/people", body("age", age)).await.violations();
        assert_eq!(violations, [pointer("", &format!("{age} has more digits than are kept"))]);
    }
}

async fn nul_in_a_name_is_refused(backend: Backend) {
    let app = TestApp::start(backend).await;
    refuses(&app, "name", "a\0b", &[r"'a\x00b' does not match '^[^\\u0000]*$' - 'name'"]).await;
}

async fn a_name_has_100_characters_at_the_most(backend: Backend) {
    let app = TestApp::start(backend).await;
    for character in ["x", "é", "🚢"] {
        app.post("/people", &person_with("name", character.repeat(100))).await.json(201);
        let long = character.repeat(101);
        refuses(&app, "name", long.as_str(), &[&format!("'{long}' is too long (the most is 100) - 'name'")]).await;
    }
}

async fn each_wrong_property_is_reported(backend: Backend) {
    let app = TestApp::start(backend).await;
    let mut person = person_with("name", 1);
    person["sex"] = json!("20");
    let answer = app.post("/people", &person).await;
    assert_eq!(
        answer.violations(),
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
    let places: Vec<_> = violations.iter().map(|violation| violation["pointer"].as_str().unwrap()).collect();
    let body: Vec<String> = all.as_object().unwrap().keys().map(|name| format!("/{name}")).collect();
    assert_eq!(places, body);
}

async fn an_update_is_held_to_the_same_rules(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.register(&person()).await;
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
        let answer = app.put(&location, &json!({ property: value })).await;
        assert_eq!(answer.violations(), [pointer(&format!("/{property}"), detail)]);
    }
    assert_eq!(app.get(&location).await.header("etag"), r#""1""#);
}

async fn what_is_refused_is_not_stored(backend: Backend) {
    let app = TestApp::start(backend).await;
    app.post("/people", &person_with("age", "20")).await.problem(400);
    assert_eq!(app.get("/people").await.text(), "[]");
}
