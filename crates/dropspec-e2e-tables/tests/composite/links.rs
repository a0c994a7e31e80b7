//! Tables that link the rows of two others.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, Shop, key, sent, start};

on_both_databases!(books_have_several_authors, a_link_is_removed_with_its_book_but_keeps_its_author);

async fn linked(shop: &Shop) -> (String, [String; 2]) {
    let book = key(&shop.post("/books", json!({ "title": "Good Omens" })).await);
    let mut authors = [String::new(), String::new()];
    for (author, name) in authors.iter_mut().zip(["Pratchett", "Gaiman"]) {
        *author = key(&shop.post("/authors", json!({ "name": name })).await);
        let path = format!("/books/{book}/authors");
        let request = shop.request(Method::POST, &path).json(&json!({ "authorId": author }));
        let (status, location, _) = sent(request, "location").await;
        assert_eq!((status, location), (201, format!("{path}/{author}")));
    }
    (book, authors)
}

async fn books_have_several_authors(backend: Backend) {
    let shop = start(backend).await;
    let (book, [one, other]) = linked(&shop).await;
    let books = shop.get("/books?expand=authorships,authorships.author").await;
    let names = |links: &Value| -> Vec<String> {
        let names = links.as_array().unwrap().iter().map(|link| link["author"]["name"].as_str().unwrap().to_owned());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    };
    assert_eq!(names(&books[0]["authorships"]), ["Gaiman", "Pratchett"]);
    assert_eq!(names(&shop.get(&format!("/books/{book}/authors?expand=author")).await), ["Gaiman", "Pratchett"]);
    let link = shop.get(&format!("/books/{book}/authors/{one}?expand=author")).await;
    assert_eq!(link["author"]["name"], "Pratchett");
    let again = json!({ "authorId": one });
    assert_eq!(shop.call(Method::POST, &format!("/books/{book}/authors"), Some(again)).await.0, 409);
    let nobody = json!({ "authorId": "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f" });
    let (status, problem) = shop.call(Method::POST, &format!("/books/{book}/authors"), Some(nobody)).await;
    assert_eq!((status, &problem["errors"][0]["pointer"]), (422, &json!("/authorId")), "{problem}");
    assert_eq!(shop.call(Method::DELETE, &format!("/books/{book}/authors/{one}"), None).await.0, 204);
    let rest = shop.get(&format!("/books/{book}/authors")).await;
    assert_eq!(rest, json!([{ "bookId": book, "authorId": other }]));
}

async fn a_link_is_removed_with_its_book_but_keeps_its_author(backend: Backend) {
    let shop = start(backend).await;
    let (_, [one, _]) = linked(&shop).await;
    let (status, problem) = shop.call(Method::DELETE, &format!("/authors/{one}"), None).await;
    assert_eq!(status, 409, "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("rows of authorships refer to it"), "{problem}");
}
