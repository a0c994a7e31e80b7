//! Nested collections: the books of an author.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, UNKNOWN, author, book, key, start};

on_both_databases!(
    a_nested_collection_has_the_rows_of_its_parent,
    the_pages_of_a_nested_collection_are_linked,
    a_row_is_created_with_the_parent_of_the_path,
    a_nested_collection_of_no_row_is_not_found,
);

fn keys(rows: &Value) -> Vec<String> {
    rows.as_array().unwrap().iter().map(key).collect()
}

async fn a_nested_collection_has_the_rows_of_its_parent(backend: Backend) {
    let shop = start(backend).await;
    let (one, other) = (author(&shop, "One").await, author(&shop, "Other").await);
    let first = book(&shop, "9780000000001", &one).await;
    book(&shop, "9780000000002", &other).await;
    let third = book(&shop, "9780000000003", &one).await;
    let path = format!("/authors/{one}/books");
    assert_eq!(keys(&shop.get(&path).await), [first.clone(), third]);
    assert_eq!(keys(&shop.get(&format!("{path}?title_contains=0001")).await), [first]);
    let empty = author(&shop, "Without books").await;
    assert_eq!(shop.get(&format!("/authors/{empty}/books")).await, json!([]));
}

async fn the_pages_of_a_nested_collection_are_linked(backend: Backend) {
    let shop = start(backend).await;
    let (one, other) = (author(&shop, "One").await, author(&shop, "Other").await);
    let mut expected = Vec::new();
    for number in 0..5 {
        expected.push(book(&shop, &format!("978000000100{number}"), &one).await);
        book(&shop, &format!("978000000200{number}"), &other).await;
    }
    let path = format!("/authors/{one}/books");
    let (mut found, mut query) = (Vec::new(), "?limit=2&count=true".to_owned());
    for _ in 0..3 {
        let response = shop.request(Method::GET, &format!("{path}{query}")).send().await.unwrap();
        assert_eq!(response.headers()["x-total-count"], "5");
        let link = response.headers().get("link").map(|link| link.to_str().unwrap().to_owned()).unwrap_or_default();
        found.extend(keys(&serde_json::from_str(&response.text().await.unwrap()).unwrap()));
        let next = link.split(", ").find(|link| link.ends_with("rel=\"next\"")).unwrap_or_default();
        assert!(!next.contains("authorId"), "{next}");
        query = next.split(['<', '>']).nth(1).unwrap_or_default().trim_start_matches(&path).to_owned();
    }
    assert_eq!(found, expected);
    assert!(query.is_empty(), "{query}");
}

async fn a_row_is_created_with_the_parent_of_the_path(backend: Backend) {
    let shop = start(backend).await;
    let author = author(&shop, "Ursula K. Le Guin").await;
    let path = format!("/authors/{author}/books");
    let new = json!({ "isbn": "9780441478125", "title": "The Left Hand of Darkness" });
    let book = shop.post(&path, new.clone()).await;
    assert_eq!(book["authorId"], json!(author));
    assert_eq!(shop.get(&format!("/books/{}", key(&book))).await, book);
    let again = json!({ "isbn": new["isbn"], "title": "Another title" });
    let (status, problem) = shop.call(Method::POST, &path, Some(again)).await;
    assert_eq!((status, &problem["errors"][0]["pointer"]), (409, &json!("/isbn")), "{problem}");
    let given = json!({ "isbn": "9780441478126", "title": "Another", "authorId": author });
    assert_eq!(shop.call(Method::POST, &path, Some(given)).await.0, 400);
}

async fn a_nested_collection_of_no_row_is_not_found(backend: Backend) {
    let shop = start(backend).await;
    let path = format!("/authors/{UNKNOWN}/books");
    let (status, problem) = shop.call(Method::GET, &path, None).await;
    assert_eq!((status, &problem["detail"]), (404, &json!(format!("there is no author {UNKNOWN}"))), "{problem}");
    let new = json!({ "isbn": "9780441478125", "title": "The Left Hand of Darkness" });
    let (status, problem) = shop.call(Method::POST, &path, Some(new)).await;
    assert_eq!((status, &problem["detail"]), (404, &json!(format!("there is no author {UNKNOWN}"))), "{problem}");
    assert_eq!(shop.get("/books").await, json!([]));
}
