//! Rows of single tables.

use serde_json::json;

use super::support::{Backend, start};

on_both_databases!(returns_books_as_they_were_created);

async fn returns_books_as_they_were_created(backend: Backend) {
    let shop = start(backend).await;
    let author = shop.post("/authors", json!({ "name": "Ursula K. Le Guin" })).await;
    let new = json!({ "isbn": "9780441478125", "title": "The Left Hand of Darkness", "authorId": author["id"] });
    let book = shop.post("/books", new).await;
    assert_eq!(shop.get("/books").await, json!([book]));
}
