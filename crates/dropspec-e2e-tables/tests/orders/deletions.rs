//! Deletion of the rows that filters select.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, Shop, create, delete, order, start};

on_both_databases!(
    deletes_the_rows_that_filters_select,
    a_filter_is_required,
    more_rows_than_the_limit_are_not_deleted,
    rows_in_use_are_not_deleted,
    rows_that_refer_to_each_other_are_deleted_together,
    stored_responses_are_erased,
    rows_are_deleted_softly,
);

/// The numbers of the orders that there are.
async fn numbers(shop: &Shop) -> Vec<String> {
    let orders = shop.get("/orders").await;
    orders.as_array().unwrap().iter().map(|order| order["number"].as_str().unwrap().to_owned()).collect()
}

async fn shop(backend: Backend) -> Shop {
    let shop = start(backend).await;
    let orders: Vec<Value> = ["new", "paid", "new", "shipped"]
        .iter()
        .enumerate()
        .map(|(number, status)| order(&number.to_string(), status, "1", 1, json!({})))
        .collect();
    create(&shop, json!(orders)).await;
    shop
}

async fn deletes_the_rows_that_filters_select(backend: Backend) {
    let shop = shop(backend).await;
    assert_eq!(delete(&shop, "/orders?status=new").await, (200, json!({ "deleted": 2 })));
    assert_eq!(numbers(&shop).await, ["1", "3"]);
    assert_eq!(delete(&shop, "/orders?status=new").await, (200, json!({ "deleted": 0 })));
    assert_eq!(delete(&shop, "/orders?status_in=paid,shipped&q=3").await, (200, json!({ "deleted": 1 })));
    assert_eq!(numbers(&shop).await, ["1"]);
}

async fn a_filter_is_required(backend: Backend) {
    let shop = shop(backend).await;
    // A text that each row contains is no filter, and neither are no values.
    for query in
        ["", "?limit=50", "?number_contains=", "?q=", "?limit=0&status=new", "?limit=51&status=new", "?status=lost"]
    {
        let (status, problem) = delete(&shop, &format!("/orders{query}")).await;
        assert_eq!(status, 400, "{query}: {problem}");
    }
    assert_eq!(numbers(&shop).await.len(), 4);
}

async fn more_rows_than_the_limit_are_not_deleted(backend: Backend) {
    let shop = shop(backend).await;
    let (status, problem) = delete(&shop, "/orders?status=new&limit=1").await;
    assert_eq!(status, 409);
    assert!(problem.to_string().contains("more than 1 rows of orders match"), "{problem}");
    assert_eq!(numbers(&shop).await.len(), 4);
    assert_eq!(delete(&shop, "/orders?status=new&limit=2").await, (200, json!({ "deleted": 2 })));
    // Without a limit the maximum counts.
    let orders: Vec<Value> = (100..151).map(|number| order(&number.to_string(), "new", "1", 1, json!({}))).collect();
    create(&shop, json!(orders)).await;
    assert_eq!(delete(&shop, "/orders?status=new").await.0, 409);
}

async fn rows_in_use_are_not_deleted(backend: Backend) {
    let shop = start(backend).await;
    for name in ["Ann", "Anton"] {
        shop.post("/customers", json!({ "id": name, "name": name })).await;
    }
    create(&shop, json!([order("1", "new", "1", 1, json!({ "customer": "Anton" }))])).await;
    let (status, problem) = delete(&shop, "/customers?name_prefix=An").await;
    assert_eq!(status, 409);
    assert!(problem.to_string().contains("a customer is in use: rows of orders refer to it"), "{problem}");
    assert_eq!(shop.get("/customers").await.as_array().unwrap().len(), 2);
    let (status, _) = delete(&shop, "/orders?status=new").await;
    assert_eq!((status, delete(&shop, "/customers?name_prefix=An").await), (200, (200, json!({ "deleted": 2 }))));
}

async fn rows_that_refer_to_each_other_are_deleted_together(backend: Backend) {
    let shop = start(backend).await;
    shop.post("/customers", json!({ "id": "1", "name": "Parent" })).await;
    shop.post("/customers", json!({ "id": "2", "name": "Part", "parent": "1" })).await;
    let (status, problem) = delete(&shop, "/customers?name_prefix=Pare").await;
    assert_eq!(status, 409);
    assert!(problem.to_string().contains("rows of customers refer to it"), "{problem}");
    assert_eq!(delete(&shop, "/customers?name_prefix=Par").await, (200, json!({ "deleted": 2 })));
}

async fn stored_responses_are_erased(backend: Backend) {
    let shop = start(backend).await;
    let create = async || {
        let request = shop.request(Method::POST, "/orders").header("idempotency-key", "k");
        request.json(&order("1", "new", "1", 1, json!({}))).send().await.unwrap().status().as_u16()
    };
    assert_eq!((create().await, create().await), (201, 201));
    let request = shop.request(Method::DELETE, "/orders?status=new").header("prefer", "tx=rollback");
    assert_eq!(request.send().await.unwrap().status(), 200);
    assert_eq!(create().await, 201);
    assert_eq!(delete(&shop, "/orders?status=new").await, (200, json!({ "deleted": 1 })));
    assert_eq!(create().await, 409);
}

async fn rows_are_deleted_softly(backend: Backend) {
    let shop = start(backend).await;
    for text in ["a", "b", "a"] {
        shop.post("/notes", json!({ "text": text })).await;
    }
    assert_eq!(delete(&shop, "/notes?text=a").await, (200, json!({ "deleted": 2 })));
    assert_eq!(delete(&shop, "/notes?text=a").await, (200, json!({ "deleted": 0 })));
    assert_eq!(shop.get("/notes").await.as_array().unwrap().len(), 1);
    // Created, deleted and restored.
    let restored = shop.request(Method::POST, "/notes/1/restore").send().await.unwrap();
    assert_eq!((restored.status().as_u16(), restored.headers()["etag"].to_str().unwrap()), (200, "\"3\""));
}
