//! Unique constraints besides that of the key.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, author, book, new_book, start};

on_both_databases!(values_are_unique, a_combination_of_values_is_unique, changed_values_are_unique);

fn pointers(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect()
}

async fn values_are_unique(backend: Backend) {
    let shop = start(backend).await;
    let author = author(&shop, "Ursula K. Le Guin").await;
    book(&shop, "9780441478125", &author).await;
    let mut again = new_book("9780441478125", &author);
    again["title"] = json!("Another title");
    let (status, problem) = shop.call(Method::POST, "/books", Some(again)).await;
    assert_eq!((status, pointers(&problem)), (409, vec!["/isbn"]), "{problem}");
    assert!(problem.to_string().contains("the isbn is taken"), "{problem}");
}

async fn a_combination_of_values_is_unique(backend: Backend) {
    let shop = start(backend).await;
    let (one, other) = (author(&shop, "Ursula K. Le Guin").await, author(&shop, "Another author").await);
    let title = |isbn: &str, author: &str| {
        let mut new = new_book(isbn, author);
        new["title"] = json!("The Dispossessed");
        new
    };
    shop.post("/books", title("9780060512750", &one)).await;
    shop.post("/books", title("9780060512751", &other)).await;
    let (status, problem) = shop.call(Method::POST, "/books", Some(title("9780060512752", &one))).await;
    assert_eq!((status, pointers(&problem)), (409, vec!["/title", "/authorId"]), "{problem}");
}

async fn changed_values_are_unique(backend: Backend) {
    let shop = start(backend).await;
    let author = author(&shop, "Ursula K. Le Guin").await;
    book(&shop, "9780441478125", &author).await;
    let path = format!("/books/{}", book(&shop, "9780060512750", &author).await);
    let before = shop.get(&path).await;
    let mut change = new_book("9780441478125", &author);
    change["title"] = json!("Another title");
    let (status, problem) = shop.call(Method::PUT, &path, Some(change)).await;
    assert_eq!((status, pointers(&problem)), (409, vec!["/isbn"]), "{problem}");
    let patch = shop.request(Method::PATCH, &path).header("content-type", "application/merge-patch+json");
    let response = patch.body(json!({ "isbn": "9780441478125" }).to_string()).send().await.unwrap();
    assert_eq!(response.status(), 409);
    assert_eq!(shop.get(&path).await, before);
}
