//! Searches of several columns.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, start};

on_both_databases!(finds_books_by_title_and_isbn);

fn titles(books: &Value) -> Vec<&str> {
    books.as_array().unwrap().iter().map(|book| book["title"].as_str().unwrap()).collect()
}

async fn finds_books_by_title_and_isbn(backend: Backend) {
    let shop = start(backend).await;
    let author = shop.post("/authors", json!({ "name": "Ursula K. Le Guin" })).await;
    for (isbn, title) in [
        ("9780441478125", "The Left Hand of Darkness"),
        ("9780060512750", "The Dispossessed"),
        ("9788700000000", "Zauberer der ERDSEE"),
    ] {
        shop.post("/books", json!({ "isbn": isbn, "title": title, "authorId": author["id"] })).await;
    }
    for (text, expected) in [
        ("dis", &["The Dispossessed"][..]),
        ("erdsee", &["Zauberer der ERDSEE"]),
        ("97804", &["The Left Hand of Darkness"]),
        ("the", &["The Left Hand of Darkness", "The Dispossessed"]),
        ("8125", &[]),
        ("%25", &[]),
    ] {
        assert_eq!(titles(&shop.get(&format!("/books?q={text}")).await), expected, "{text}");
    }
    // The link has the path and the search.
    let page = shop.request(Method::GET, "/books?q=the&limit=1").send().await.unwrap();
    let link = page.headers()["link"].to_str().unwrap().to_owned();
    assert!(link.starts_with("</books?q=the&limit=1&page_token="), "{link}");
    let next = link.trim_start_matches('<').split_once('>').unwrap().0;
    assert_eq!(titles(&shop.get(next).await), ["The Dispossessed"]);
}
