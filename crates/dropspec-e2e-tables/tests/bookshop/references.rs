//! Rows that refer to rows of other tables.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, UNKNOWN, author, book, new_book, start};

on_both_databases!(
    a_row_refers_to_a_row_that_exists,
    a_changed_row_refers_to_a_row_that_exists,
    a_row_in_use_is_not_deleted,
    rows_forget_a_deleted_row_where_the_document_says_so,
    rows_that_are_created_at_the_same_time_are_rejected_one_by_one,
);

/// The pointers of a problem's violations.
fn pointers(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().unwrap().iter().map(|error| error["pointer"].as_str().unwrap()).collect()
}

async fn a_row_refers_to_a_row_that_exists(backend: Backend) {
    let shop = start(backend).await;
    let mut new = new_book("9780441478125", UNKNOWN);
    let (status, problem) = shop.call(Method::POST, "/books", Some(new.clone())).await;
    assert_eq!((status, pointers(&problem)), (422, vec!["/authorId"]), "{problem}");
    assert!(problem.to_string().contains(&format!("there is no author {UNKNOWN}")), "{problem}");
    new["sequelTo"] = json!(UNKNOWN);
    let (status, problem) = shop.call(Method::POST, "/books", Some(new)).await;
    assert_eq!((status, pointers(&problem)), (422, vec!["/authorId", "/sequelTo"]), "{problem}");
    assert_eq!(shop.get("/books").await, json!([]));
}

async fn a_changed_row_refers_to_a_row_that_exists(backend: Backend) {
    let shop = start(backend).await;
    let author = author(&shop, "Ursula K. Le Guin").await;
    let path = format!("/books/{}", book(&shop, "9780441478125", &author).await);
    let before = shop.get(&path).await;
    let (status, problem) = shop.call(Method::PUT, &path, Some(new_book("9780441478125", UNKNOWN))).await;
    assert_eq!((status, pointers(&problem)), (422, vec!["/authorId"]), "{problem}");
    let patch = shop.request(Method::PATCH, &path).header("content-type", "application/merge-patch+json");
    let response = patch.body(json!({ "authorId": UNKNOWN }).to_string()).send().await.unwrap();
    assert_eq!(response.status(), 422);
    assert_eq!(shop.get(&path).await, before);
}

async fn a_row_in_use_is_not_deleted(backend: Backend) {
    let shop = start(backend).await;
    let author = author(&shop, "Ursula K. Le Guin").await;
    let book = book(&shop, "9780441478125", &author).await;
    let path = format!("/authors/{author}");
    let (status, problem) = shop.call(Method::DELETE, &path, None).await;
    assert_eq!(status, 409);
    assert!(problem["detail"].as_str().unwrap().contains("rows of books refer to it"), "{problem}");
    assert_eq!(shop.get(&path).await["id"], json!(author));
    assert_eq!(shop.call(Method::DELETE, &format!("/books/{book}"), None).await.0, 204);
    assert_eq!(shop.call(Method::DELETE, &path, None).await.0, 204);
}

async fn rows_forget_a_deleted_row_where_the_document_says_so(backend: Backend) {
    let shop = start(backend).await;
    let author = author(&shop, "Ursula K. Le Guin").await;
    let first = book(&shop, "9780547773742", &author).await;
    let mut sequel = new_book("9780689845369", &author);
    sequel["sequelTo"] = json!(first);
    let sequel = shop.post("/books", sequel).await;
    assert_eq!(sequel["sequelTo"], json!(first));
    assert_eq!(shop.call(Method::DELETE, &format!("/books/{first}"), None).await.0, 204);
    let sequel = shop.get(&format!("/books/{}", sequel["id"].as_str().unwrap())).await;
    assert!(sequel.get("sequelTo").is_none(), "{sequel}");
}

async fn rows_that_are_created_at_the_same_time_are_rejected_one_by_one(backend: Backend) {
    let shop = &start(backend).await;
    let author = &author(shop, "Ursula K. Le Guin").await;
    let create = async |number: usize| {
        let parent = if number.is_multiple_of(3) { UNKNOWN } else { author };
        shop.call(Method::POST, "/books", Some(new_book(&format!("978000000{number:04}"), parent))).await.0
    };
    let statuses = futures_util::future::join_all((0..60).map(create)).await;
    let expected: Vec<u16> = (0..60).map(|number: usize| if number.is_multiple_of(3) { 422 } else { 201 }).collect();
    assert_eq!(statuses, expected);
}
