//! `GET /people`.

use dropspec::transfer::{Options, import};
use people::api::types::Person;
use serde_json::Value;

use crate::support::{Backend, Database, TestApp, person, person_with};

on_both_databases!(
    an_empty_register_is_an_empty_list,
    people_are_sorted_by_key,
    people_are_listed_in_creation_order,
    the_limit_bounds_the_list,
    the_default_limit_is_1000,
);

async fn an_empty_register_is_an_empty_list(backend: Backend) {
    let app = TestApp::start(backend).await;
    let response = app.get("/people").await;
    response.json(200);
    assert_eq!(response.text(), "[]");
}

async fn people_are_sorted_by_key(backend: Backend) {
    let app = TestApp::start(backend).await;
    let key = |digit: &str| format!("{digit}0000000-0000-7000-8000-000000000000");
    // Includes keys that signed bytes or another collation would sort differently.
    for digit in ["8", "f", "0", "a", "7", "9"] {
        app.create(&person_with("uuid", key(digit))).await;
    }
    let keys = column(&app.get("/people").await.json(200), "uuid");
    assert_eq!(keys, ["0", "7", "8", "9", "a", "f"].map(key));
}

async fn people_are_listed_in_creation_order(backend: Backend) {
    let app = TestApp::start(backend).await;
    let names: Vec<String> = (0..20).rev().map(|number| format!("Number {number}")).collect();
    for name in &names {
        app.create(&person_with("name", name.as_str())).await;
    }
    assert_eq!(column(&app.get("/people").await.json(200), "name"), names);
}

async fn the_limit_bounds_the_list(backend: Backend) {
    let app = TestApp::start(backend).await;
    for _ in 0..3 {
        app.create(&person()).await;
    }
    let all = app.get("/people").await.json(200);
    for (limit, expected) in [("1", 1), ("2", 2), ("3", 3), ("2.0", 2), ("10000", 3)] {
        let page = app.get(&format!("/people?limit={limit}")).await.json(200);
        assert_eq!(page.as_array().unwrap()[..], all.as_array().unwrap()[..expected], "limit={limit}");
    }
}

async fn the_default_limit_is_1000(backend: Backend) {
    let database = Database::migrated(backend).await;
    let mut list = Vec::new();
    people::sample::write_csv(1001, 1, &mut list).unwrap();
    let list = std::io::Cursor::new(list);
    import::<Person>(&database.connect(), list, Options { force: true, ..Options::default() }).await.unwrap();
    let app = TestApp::on(database);
    assert_eq!(app.get("/people").await.json(200).as_array().unwrap().len(), 1000);
    assert_eq!(app.get("/people?limit=10000").await.json(200).as_array().unwrap().len(), 1001);
}

fn column(list: &Value, property: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|person| person[property].as_str().unwrap().to_owned()).collect()
}
