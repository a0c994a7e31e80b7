//! Bulks of rows with keys of several properties.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, line, order, sent, start};

on_both_databases!(
    the_keys_of_stored_items_are_objects,
    items_replace_the_rows_with_the_same_keys,
    a_taken_key_is_reported_at_all_its_properties,
);

async fn the_keys_of_stored_items_are_objects(backend: Backend) {
    let shop = start(backend).await;
    let order = order(&shop, "One").await;
    let items: Vec<Value> =
        [2, 1].map(|number| json!({ "orderId": order, "number": number, "amount": number })).to_vec();
    let stored = shop.post("/lines/bulk", json!(items)).await;
    let keys = [2, 1].map(|number| json!({ "orderId": order, "number": number }));
    assert_eq!(stored, json!({ "created": 2, "updated": 0, "keys": keys }));
}

async fn items_replace_the_rows_with_the_same_keys(backend: Backend) {
    let shop = start(backend).await;
    let order = order(&shop, "One").await;
    line(&shop, &order, 1, 1).await;
    line(&shop, &order, 2, 1).await;
    let items = json!([{ "orderId": order, "number": 3, "amount": 3 }, { "orderId": order, "number": 1, "amount": 4 }]);
    assert_eq!(shop.call(Method::POST, "/lines/bulk", Some(items.clone())).await.0, 409);
    assert_eq!(shop.call(Method::POST, "/lines/bulk?key=number", Some(items.clone())).await.0, 400);
    let stored = shop.post("/lines/bulk?key=orderId,number", items).await;
    assert_eq!((&stored["created"], &stored["updated"]), (&json!(1), &json!(1)), "{stored}");
    let lines = shop.get("/lines").await;
    let amounts: Vec<&Value> = lines.as_array().unwrap().iter().map(|line| &line["amount"]).collect();
    assert_eq!(amounts, [&json!(4), &json!(1), &json!(3)]);
}

async fn a_taken_key_is_reported_at_all_its_properties(backend: Backend) {
    let shop = start(backend).await;
    let order = order(&shop, "One").await;
    line(&shop, &order, 1, 1).await;
    let row = |number: i32| json!({ "orderId": order, "number": number, "amount": 1 });
    let items = json!([row(1), row(2), row(2)]);
    let (status, problem) = shop.call(Method::POST, "/lines/bulk", Some(items.clone())).await;
    let pointers: Vec<&str> =
        problem["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    assert_eq!((status, pointers), (409, vec!["/0/orderId", "/0/number", "/2/orderId", "/2/number"]), "{problem}");
    let lenient = shop.request(Method::POST, "/lines/bulk").header("prefer", "handling=lenient").json(&items);
    let (status, _, report) = sent(lenient, "etag").await;
    let statuses: Vec<&Value> = report["items"].as_array().unwrap().iter().map(|item| &item["status"]).collect();
    assert_eq!((status, statuses), (207, vec![&json!(409), &json!(201), &json!(409)]), "{report}");
    assert_eq!(report["items"][1]["key"], json!({ "orderId": order, "number": 2 }));
}
