//! Rows that are created with the row that they refer to.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, UNKNOWN, author, book, key, start};

on_both_databases!(a_row_is_created_with_its_children, a_child_that_is_rejected_rejects_its_parent);

fn own_book(isbn: &str) -> Value {
    json!({ "isbn": isbn, "title": format!("Title of {isbn}") })
}

async fn a_row_is_created_with_its_children(backend: Backend) {
    let shop = start(backend).await;
    let books = [own_book("9780000000001"), own_book("9780000000002")];
    let author = shop.post("/authors", json!({ "name": "Ursula K. Le Guin", "books": books })).await;
    let path = format!("/authors/{}", key(&author));
    let isbns: Vec<&Value> = author["books"].as_array().unwrap().iter().map(|book| &book["isbn"]).collect();
    assert_eq!(isbns, ["9780000000001", "9780000000002"]);
    assert_eq!(shop.get(&format!("{path}/books")).await, author["books"]);
    assert_eq!(shop.get(&format!("{path}?expand=books")).await, author);
    let alone = shop.post("/authors", json!({ "name": "Without books", "books": [] })).await;
    assert_eq!(shop.get(&format!("/authors/{}/books", key(&alone))).await, json!([]));
}

async fn a_child_that_is_rejected_rejects_its_parent(backend: Backend) {
    let shop = start(backend).await;
    let other = author(&shop, "Other").await;
    book(&shop, "9780000000001", &other).await;
    let mut orphan = own_book("9780000000004");
    orphan["sequelTo"] = json!(UNKNOWN);
    for (child, status, pointer) in [
        (own_book("9780000000001"), 409, "/books/1/isbn"),
        (orphan, 422, "/books/1/sequelTo"),
        (json!({ "isbn": "9780000000005", "title": "\u{0}" }), 400, "/books/1/title"),
    ] {
        let new = json!({ "name": "New", "books": [own_book("9780000000003"), child] });
        let (found, problem) = shop.call(Method::POST, "/authors", Some(new)).await;
        assert_eq!((found, &problem["errors"][0]["pointer"]), (status, &json!(pointer)), "{problem}");
    }
    assert_eq!(shop.get("/authors").await.as_array().unwrap().len(), 1);
    assert_eq!(shop.get("/books").await.as_array().unwrap().len(), 1);
}
