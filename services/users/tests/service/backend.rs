//! The back end alone.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::json;

use crate::support::{Backend, Users};

on_both_databases!(
    an_empty_table_is_an_empty_array,
    generated_users_are_listed_in_order,
    a_list_can_be_read_in_pieces,
    concurrent_generations_make_no_duplicates,
    invalid_requests_are_problems_and_store_nothing,
);

async fn an_empty_table_is_an_empty_array(kind: Backend) {
    let users = Users::start(kind).await;
    assert_eq!(users.call("GET", "/backend").await, (200, json!([])));
}

async fn generated_users_are_listed_in_order(kind: Backend) {
    let users = Users::start(kind).await;
    let (status, generated) = users.call("POST", "/backend?count=7").await;
    assert_eq!((status, generated.as_array().map(Vec::len)), (201, Some(7)), "{generated}");
    let (_, one) = users.call("POST", "/backend").await;
    assert_eq!(one.as_array().map(Vec::len), Some(1), "one is the default");

    let (_, listed) = users.call("GET", "/backend").await;
    let mut expected = [generated.as_array().unwrap().as_slice(), one.as_array().unwrap()].concat();
    expected.sort_by_key(|user| user["userName"].to_string());
    assert_eq!(listed, json!(expected));
    for user in &expected {
        let name = user["userName"].as_str().unwrap();
        assert!((1..=50).contains(&name.chars().count()), "{name}");
        assert_eq!(user, &json!({ "userName": name }), "there is nothing else");
    }
}

async fn a_list_can_be_read_in_pieces(kind: Backend) {
    let users = Users::start(kind).await;
    for name in ["Cara", "Abel", "Élan", "Bela"] {
        users.store(name).await;
    }
    let rest = [json!({ "userName": "Cara" }), json!({ "userName": "Élan" })];
    assert_eq!(users.call("GET", "/backend?userName_gt=Bela&limit=2").await, (200, json!(rest)));
    let request = users.client.get(format!("{}/backend?limit=1&count=true", crate::support::url(&users.backend)));
    assert_eq!(request.send().await.unwrap().headers()["x-total-count"], "4");
}

async fn concurrent_generations_make_no_duplicates(kind: Backend) {
    let users = Users::start(kind).await;
    let generations = join_all((0..20).map(|_| users.call("POST", "/backend?count=100"))).await;
    let mut generated = BTreeSet::new();
    for (status, body) in generations {
        assert_eq!(status, 201, "{body}");
        generated.extend(body.as_array().unwrap().iter().map(|user| user["userName"].as_str().unwrap().to_owned()));
    }
    assert_eq!(generated.len(), 2000);
    assert!(users.names().await.into_iter().eq(generated));
}

async fn invalid_requests_are_problems_and_store_nothing(kind: Backend) {
    let users = Users::start(kind).await;
    for (method, path, status) in [
        ("POST", "/backend?count=0", 400),
        ("POST", "/backend?count=101", 400),
        ("POST", "/backend?count=many", 400),
        ("POST", "/backend?count=1&count=2", 400),
        ("POST", "/backend?names=5", 400),
        ("GET", "/backend?limit=0", 400),
        ("GET", "/backend?userName_gt=%00", 400),
        ("PUT", "/backend", 405),
        ("GET", "/", 404),
    ] {
        let (found, problem) = users.call(method, path).await;
        assert_eq!((found, &problem["status"]), (status, &json!(status)), "{method} {path}: {problem}");
    }
    assert_eq!(users.names().await, Vec::<String>::new());
}
