//! Bulks of rows of which some violate a constraint.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, UNKNOWN, author, book, new_book, start};

on_both_databases!(a_strict_bulk_points_to_the_items, a_lenient_bulk_stores_the_other_items);

/// Items of which some violate a constraint, and the expected statuses.
fn items(author: &str) -> (Vec<Value>, Vec<u16>) {
    let mut items: Vec<Value> = (0..20).map(|number| new_book(&format!("978000000{number:04}"), author)).collect();
    let mut statuses = vec![201; items.len()];
    for orphan in [3, 4, 17] {
        items[orphan]["authorId"] = json!(UNKNOWN);
        statuses[orphan] = 422;
    }
    // Taken by a row, and by an earlier item.
    items[7]["isbn"] = json!("9780441478125");
    items[9]["isbn"] = items[0]["isbn"].clone();
    statuses[7] = 409;
    statuses[9] = 409;
    (items, statuses)
}

async fn a_strict_bulk_points_to_the_items(backend: Backend) {
    let shop = start(backend).await;
    let author = author(&shop, "Ursula K. Le Guin").await;
    book(&shop, "9780441478125", &author).await;
    let (items, _) = items(&author);
    let (status, problem) = shop.call(Method::POST, "/books/bulk", Some(json!(items))).await;
    assert_eq!(status, 422, "{problem}");
    let errors = problem["errors"].as_array().unwrap();
    let pointers: Vec<&str> = errors.iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    assert_eq!(pointers, ["/3/authorId", "/4/authorId", "/7/isbn", "/9/isbn", "/17/authorId"]);
    assert_eq!(shop.get("/books").await.as_array().unwrap().len(), 1);
    let valid: Vec<Value> = (0..20).map(|number| new_book(&format!("978000000{number:04}"), &author)).collect();
    assert_eq!(shop.post("/books/bulk", json!(valid)).await["created"], 20);
}

async fn a_lenient_bulk_stores_the_other_items(backend: Backend) {
    let shop = start(backend).await;
    let author = author(&shop, "Ursula K. Le Guin").await;
    book(&shop, "9780441478125", &author).await;
    let (items, expected) = items(&author);
    let request = shop.request(Method::POST, "/books/bulk").header("prefer", "handling=lenient").json(&items);
    let report: Value = serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap();
    let results = report["items"].as_array().unwrap();
    let statuses: Vec<u64> = results.iter().map(|item| item["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, expected.into_iter().map(u64::from).collect::<Vec<_>>(), "{report}");
    assert_eq!(results[17]["errors"][0]["pointer"], "/17/authorId", "{report}");
    assert_eq!(report["created"], 15);
}
