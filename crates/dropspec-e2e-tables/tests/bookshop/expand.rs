//! Rows that embed rows of other tables.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, author, book, key, new_book, start};

on_both_databases!(
    rows_embed_the_rows_that_they_refer_to,
    rows_embed_the_rows_that_refer_to_them,
    a_level_is_embedded_only_on_request,
    the_tag_of_a_row_depends_on_what_it_embeds,
    links_to_pages_repeat_what_is_embedded,
);

async fn rows_embed_the_rows_that_they_refer_to(backend: Backend) {
    let shop = start(backend).await;
    let (one, other) = (author(&shop, "One").await, author(&shop, "Other").await);
    let first = book(&shop, "9780000000001", &one).await;
    let mut sequel = new_book("9780000000002", &other);
    sequel["sequelTo"] = json!(first);
    let sequel = key(&shop.post("/books", sequel).await);
    let books = shop.get("/books?expand=author,prequel.author").await;
    assert_eq!(books[0]["author"], json!({ "id": one, "name": "One" }));
    assert!(books[0].get("prequel").is_none());
    assert_eq!(books[1]["author"]["name"], "Other");
    assert_eq!(books[1]["prequel"]["id"], json!(first));
    assert_eq!(books[1]["prequel"]["author"]["name"], "One");
    let row = shop.get(&format!("/books/{sequel}?expand=author,prequel.author")).await;
    assert_eq!(row, books[1]);
}

async fn rows_embed_the_rows_that_refer_to_them(backend: Backend) {
    let shop = start(backend).await;
    let (one, other) = (author(&shop, "One").await, author(&shop, "Other").await);
    let empty = author(&shop, "Without books").await;
    let first = book(&shop, "9780000000001", &one).await;
    let second = book(&shop, "9780000000002", &other).await;
    let third = book(&shop, "9780000000003", &one).await;
    let authors = shop.get("/authors?expand=books").await;
    let keys = |author: &Value| author["books"].as_array().unwrap().iter().map(key).collect::<Vec<_>>();
    let found: Vec<(String, Vec<String>)> =
        authors.as_array().unwrap().iter().map(|author| (key(author), keys(author))).collect();
    assert_eq!(found, [(one, vec![first, third]), (other, vec![second]), (empty, vec![])]);
}

async fn a_level_is_embedded_only_on_request(backend: Backend) {
    let shop = start(backend).await;
    let author = author(&shop, "One").await;
    let book = book(&shop, "9780000000001", &author).await;
    let plain = shop.get(&format!("/books/{book}")).await;
    assert!(plain.get("author").is_none() && plain.get("prequel").is_none(), "{plain}");
    let status = shop.call(Method::GET, "/books?expand=authorId", None).await.0;
    assert_eq!(status, 400);
}

async fn the_tag_of_a_row_depends_on_what_it_embeds(backend: Backend) {
    let shop = start(backend).await;
    let author = author(&shop, "One").await;
    let path = format!("/authors/{author}?expand=books");
    let tag = async || {
        let response = shop.request(Method::GET, &path).send().await.unwrap();
        response.headers()["etag"].to_str().unwrap().to_owned()
    };
    let before = tag().await;
    let known = shop.request(Method::GET, &path).header("if-none-match", &before).send().await.unwrap();
    assert_eq!(known.status(), 304);
    book(&shop, "9780000000001", &author).await;
    let after = tag().await;
    assert_ne!(before, after);
    let changed = shop.request(Method::GET, &path).header("if-none-match", &before).send().await.unwrap();
    assert_eq!(changed.status(), 200);
}

async fn links_to_pages_repeat_what_is_embedded(backend: Backend) {
    let shop = start(backend).await;
    let author = author(&shop, "One").await;
    for number in 0..3 {
        book(&shop, &format!("978000000000{number}"), &author).await;
    }
    let response = shop.request(Method::GET, "/books?limit=2&expand=author").send().await.unwrap();
    let link = response.headers()["link"].to_str().unwrap();
    assert!(link.contains("expand=author"), "{link}");
}
