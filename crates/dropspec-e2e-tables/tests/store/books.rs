//! Books, which have several authors each.

use reqwest::Method;
use serde_json::json;

use super::support::{Backend, author, book, listed, start};

on_both_databases!(
    a_book_is_created_with_its_authors,
    a_book_whose_author_does_not_exist_is_rejected,
    books_are_searched_and_sorted,
    books_that_were_ordered_cannot_be_deleted,
);

async fn a_book_is_created_with_its_authors(backend: Backend) {
    let shop = start(backend).await;
    let (ada, bo) = (author(&shop, "Ada Quill").await, author(&shop, "Bo Tern").await);
    let created = book(&shop, "9780000000019", "Tides", &[&ada, &bo]).await;
    let id = created["id"].as_i64().unwrap();
    assert_eq!(created["authorships"][0]["bookId"], json!(id));
    let expanded = shop.get(&format!("/books/{id}?expand=authorships.author")).await;
    let names: Vec<_> = expanded["authorships"].as_array().unwrap().iter().map(|one| &one["author"]["name"]).collect();
    assert_eq!(names.len(), 2, "{expanded}");
    assert!(names.contains(&&json!("Ada Quill")) && names.contains(&&json!("Bo Tern")), "{expanded}");
    // The other way round.
    book(&shop, "9780000000026", "Currents", &[&bo]).await;
    let mut titles = listed(&shop, &format!("/authors/{bo}/authorships?expand=book"), "/book/title").await;
    titles.sort_by_key(ToString::to_string);
    assert_eq!(titles, ["Currents", "Tides"]);
}

async fn a_book_whose_author_does_not_exist_is_rejected(backend: Backend) {
    let shop = start(backend).await;
    let ada = author(&shop, "Ada Quill").await;
    let unknown = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";
    let new = json!({
        "isbn": "9780000000019", "title": "Tides", "price": "12.50",
        "authorships": [{ "authorId": ada }, { "authorId": unknown }],
    });
    let (status, problem) = shop.call(Method::POST, "/books", Some(new)).await;
    assert_eq!((status, &problem["errors"][0]["pointer"]), (422, &json!("/authorships/1/authorId")), "{problem}");
    assert_eq!(shop.get("/books").await, json!([]));
    book(&shop, "9780000000019", "Tides", &[&ada]).await;
    let again = json!({ "isbn": "9780000000019", "title": "Ebb", "price": "1" });
    let (status, problem) = shop.call(Method::POST, "/books", Some(again)).await;
    assert_eq!((status, &problem["errors"][0]["pointer"]), (409, &json!("/isbn")), "{problem}");
}

async fn books_are_searched_and_sorted(backend: Backend) {
    let shop = start(backend).await;
    for (isbn, title, day) in [
        ("9780000000019", "Tides of the North", "2019-03-01"),
        ("9780000000026", "Currents", "2021-05-01"),
        ("9780000000033", "A Small TIDE", "2020-01-01"),
    ] {
        let new = json!({ "isbn": isbn, "title": title, "price": "9.90", "publishedOn": day });
        shop.post("/books", new).await;
    }
    assert_eq!(listed(&shop, "/books?q=tide&sort=publishedOn", "/title").await, ["Tides of the North", "A Small TIDE"]);
    assert_eq!(listed(&shop, "/books?q=9780000000026", "/title").await, ["Currents"]);
    assert_eq!(
        listed(&shop, "/books?publishedOn_gte=2020-01-01&sort=title", "/title").await,
        ["A Small TIDE", "Currents"]
    );
}

async fn books_that_were_ordered_cannot_be_deleted(backend: Backend) {
    let shop = start(backend).await;
    let ada = author(&shop, "Ada Quill").await;
    let tides = book(&shop, "9780000000019", "Tides", &[&ada]).await["id"].clone();
    let currents = book(&shop, "9780000000026", "Currents", &[&ada]).await["id"].clone();
    let line = json!({ "number": 1, "bookId": tides, "copies": 1, "price": "12.50" });
    shop.post("/orders", json!({ "customer": "Cleo", "lines": [line] })).await;
    let (status, problem) = shop.call(Method::DELETE, &format!("/books/{tides}"), None).await;
    assert_eq!(status, 409);
    assert!(problem["detail"].as_str().unwrap().contains("lines"), "{problem}");
    assert_eq!(shop.call(Method::DELETE, &format!("/authors/{ada}"), None).await.0, 409);
    // Its authorships are deleted with it.
    assert_eq!(shop.call(Method::DELETE, &format!("/books/{currents}"), None).await.0, 204);
    assert_eq!(listed(&shop, &format!("/authors/{ada}/authorships"), "/bookId").await, [tides]);
}
