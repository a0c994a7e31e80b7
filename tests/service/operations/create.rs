//! `POST /people`.

use serde_json::json;

use crate::support::{Backend, TestApp, person, person_with};

on_both_databases!(
    a_person_is_created,
    the_server_generates_a_version_7_uuid,
    the_client_can_choose_the_key,
    a_key_that_is_taken_is_a_conflict,
    survived_defaults_to_false,
    a_whole_number_is_an_integer,
    an_integer_is_a_number,
    a_name_can_have_any_character,
    the_bounds_are_inclusive,
    properties_have_the_order_of_the_document,
);

const KEY: &str = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";

async fn a_person_is_created(backend: Backend) {
    let app = TestApp::start(backend).await;
    let created = app.post("/people", &person_with("survived", true)).await;

    let body = created.json(201);
    let location = format!("/people/{}", body["uuid"].as_str().unwrap());
    assert_eq!(created.header("location"), location);
    assert_eq!(created.header("etag"), r#""1""#);

    let mut expected = person_with("survived", true);
    expected["uuid"] = body["uuid"].clone();
    assert_eq!(body, expected);
    assert_eq!(app.get(&location).await.json(200), expected);
}

async fn the_server_generates_a_version_7_uuid(backend: Backend) {
    let app = TestApp::start(backend).await;
    let body = app.post("/people", &person()).await.json(201);
    let uuid: uuid::Uuid = body["uuid"].as_str().unwrap().parse().unwrap();
    assert_eq!(uuid.get_version_num(), 7);
    assert_eq!(body["uuid"], uuid.hyphenated().to_string(), "lower case, with dashes");
}

async fn the_client_can_choose_the_key(backend: Backend) {
    let app = TestApp::start(backend).await;
    let chosen = KEY.to_uppercase().replace('-', "");
    let created = app.post("/people", &person_with("uuid", chosen)).await;
    assert_eq!(created.json(201)["uuid"], KEY);
    assert_eq!(created.header("location"), format!("/people/{KEY}"));
    assert_eq!(app.get(&format!("/people/{KEY}")).await.json(200)["uuid"], KEY);
}

async fn a_key_that_is_taken_is_a_conflict(backend: Backend) {
    let app = TestApp::start(backend).await;
    let first = app.create(&person_with("uuid", KEY)).await;

    let mut second = person_with("uuid", KEY);
    second["name"] = json!("Somebody else");
    let problem = app.post("/people", &second).await.problem(409);
    assert_eq!(problem["detail"], format!("the uuid {KEY} is taken"));

    let stored = app.get(&first).await;
    assert_eq!(stored.json(200)["name"], person()["name"], "the first person is unchanged");
    assert_eq!(stored.header("etag"), r#""1""#);
    assert_eq!(app.get("/people").await.json(200).as_array().unwrap().len(), 1);
}

async fn survived_defaults_to_false(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    assert_eq!(app.get(&location).await.json(200)["survived"], false);
}

async fn a_whole_number_is_an_integer(backend: Backend) {
    let app = TestApp::start(backend).await;
    for number in ["22.0", "22", "2.2e1", "220e-1"] {
        let body = person().to_string().replace("\"age\":22", &format!("\"age\":{number}"));
        let response = app.post_text("/people", body).await;
        assert_eq!(response.json(201)["age"], 22, "{number}");
        assert!(response.text().contains(r#""age":22,"#), "integers have no decimal point: {}", response.text());
    }
}

async fn an_integer_is_a_number(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person_with("fare", 7)).await;
    assert_eq!(app.get(&location).await.json(200)["fare"].as_f64(), Some(7.0));
}

async fn a_name_can_have_any_character(backend: Backend) {
    let app = TestApp::start(backend).await;
    let two_bytes = "é".repeat(100);
    let four_bytes = "🚢".repeat(100);
    let names = ["'", r#""\/"#, "\u{1}\t\r\n\u{7f}", "\u{2028}\u{feff}", "Ω", "%_;--", &two_bytes, &four_bytes];
    for name in names {
        let created = app.post("/people", &person_with("name", name)).await;
        assert_eq!(created.json(201)["name"], name);
        let stored = app.get(created.header("location")).await;
        assert_eq!(stored.json(200)["name"], name);
    }
}

async fn the_bounds_are_inclusive(backend: Backend) {
    let app = TestApp::start(backend).await;
    let bounds = [
        ("passengerClass", json!(1)),
        ("passengerClass", json!(3)),
        ("name", json!("M")),
        ("age", json!(0)),
        ("age", json!(i32::MAX)),
        ("siblingsOrSpousesAboard", json!(i32::MAX)),
        ("parentsOrChildrenAboard", json!(i32::MAX)),
        ("fare", json!(0)),
        ("fare", json!(5e-324)),
        ("fare", json!(f64::MAX)),
        ("fare", json!(0.1 + 0.2)),
    ];
    for (property, value) in bounds {
        let location = app.create(&person_with(property, value.clone())).await;
        let stored = app.get(&location).await.json(200);
        assert_eq!(stored[property].as_f64(), value.as_f64(), "{property}: {stored}");
    }
}

async fn properties_have_the_order_of_the_document(backend: Backend) {
    let app = TestApp::start(backend).await;
    let created = app.post("/people", &person_with("uuid", KEY)).await;
    let expected = format!(
        r#"{{"uuid":"{KEY}","survived":false,"passengerClass":3,"name":"Mr. Owen Harris Braund","sex":"male","age":22,"siblingsOrSpousesAboard":1,"parentsOrChildrenAboard":0,"fare":7.25}}"#
    );
    assert_eq!(created.text(), expected);
    assert_eq!(app.get(&format!("/people/{KEY}")).await.text(), expected);
    assert_eq!(app.get("/people").await.text(), format!("[{expected}]"));
}
