//! Orders, which are created together with their lines.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, Shop, author, book, listed, start};

on_both_databases!(orders_have_lines_and_times, an_order_with_an_invalid_line_is_rejected);

/// Creates two books and returns their keys.
async fn two_books(shop: &Shop) -> [Value; 2] {
    let ada = author(shop, "Ada Quill").await;
    let tides = book(shop, "9780000000019", "Tides", &[&ada]).await;
    let currents = book(shop, "9780000000026", "Currents", &[&ada]).await;
    [tides["id"].clone(), currents["id"].clone()]
}

fn line(number: i32, book: &Value, copies: i32) -> Value {
    json!({ "number": number, "bookId": book, "copies": copies, "price": "12.50" })
}

async fn orders_have_lines_and_times(backend: Backend) {
    let shop = start(backend).await;
    let [tides, currents] = two_books(&shop).await;
    let lines = [line(1, &tides, 2), line(2, &currents, 1)];
    let order = shop.post("/orders", json!({ "customer": "Cleo", "lines": lines })).await;
    let path = format!("/orders/{}", order["id"].as_str().unwrap());
    assert_eq!(order["createdAt"], order["updatedAt"]);
    assert_eq!(listed(&shop, &format!("{path}/lines"), "/price").await, ["12.5", "12.5"]);
    let expanded = shop.get(&format!("{path}?expand=lines.book")).await;
    let mut titles: Vec<&Value> =
        expanded["lines"].as_array().unwrap().iter().map(|line| &line["book"]["title"]).collect();
    titles.sort_by_key(ToString::to_string);
    assert_eq!(titles, ["Currents", "Tides"], "{expanded}");
    let since = format!("/orders?createdAt_gte={}", order["createdAt"].as_str().unwrap());
    assert_eq!(listed(&shop, &since, "/customer").await, ["Cleo"]);
    // Lines are deleted with their order.
    assert_eq!(shop.call(Method::DELETE, &path, None).await.0, 204);
    assert_eq!(shop.call(Method::DELETE, &format!("/books/{tides}"), None).await.0, 204);
}

async fn an_order_with_an_invalid_line_is_rejected(backend: Backend) {
    let shop = start(backend).await;
    let [tides, _] = two_books(&shop).await;
    for (lines, status, pointer) in [
        (json!([line(1, &tides, 1), line(2, &json!(4711), 1)]), 422, "/lines/1/bookId"),
        (json!([line(1, &tides, 0)]), 400, "/lines/0/copies"),
        (json!([]), 400, "/lines"),
    ] {
        let new = json!({ "customer": "Cleo", "lines": lines });
        let (found, problem) = shop.call(Method::POST, "/orders", Some(new)).await;
        assert_eq!((found, &problem["errors"][0]["pointer"]), (status, &json!(pointer)), "{problem}");
    }
    assert_eq!(shop.get("/orders").await, json!([]));
}
