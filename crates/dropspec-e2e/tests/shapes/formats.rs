//! A format that the service adds: both validators obey it, wherever a string may be.

use serde_json::{Value, json};

use super::support::Service;

const ISBN: &str = "9780306406157";

/// With the wrong check digit.
const WRONG: &str = "9780306406158";

/// The violations of a problem: pointers or parameters, with what is wrong.
fn violations(problem: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let errors = problem["errors"].as_array().unwrap().iter();
    errors.map(|error| (text(&error["pointer"]) + &text(&error["parameter"]), text(&error["detail"]))).collect()
}

#[tokio::test]
async fn bodies_are_checked_by_the_fast_validator() {
    let service = Service::start();
    for book in [json!({ "isbn": ISBN }), json!({ "isbn": ISBN, "parts": [ISBN, ISBN], "successor": null })] {
        assert_eq!(service.post("/books", &book).await, (200, book));
    }
    let wrong = json!({ "isbn": WRONG, "parts": [ISBN, "1"], "successor": "" });
    let (status, problem) = service.post("/books", &wrong).await;
    let expected = [
        ("/isbn", format!("'{WRONG}' is not a 'isbn' - 'isbn'")),
        ("/parts/1", "'1' is not a 'isbn' - 'parts.1'".to_owned()),
        ("/successor", "'' is not a 'isbn' - 'successor'".to_owned()),
    ];
    let mut found = violations(&problem);
    found.sort();
    assert_eq!((status, found), (400, expected.map(|(place, detail)| (place.to_owned(), detail)).to_vec()));
}

#[tokio::test]
async fn bodies_are_checked_by_the_complete_validator() {
    let service = Service::start();
    service.keeps("book", json!({ "isbn": ISBN })).await;
    service.rejects("book", json!({ "isbn": WRONG })).await;
    service.rejects("book", json!({ "isbn": ISBN, "successor": WRONG })).await;
}

#[tokio::test]
async fn parameters_are_checked() {
    let service = Service::start();
    let found = service.get(&format!("/books/{ISBN}?related={ISBN}&others={ISBN}&others={ISBN}")).await;
    assert_eq!(found, (200, json!({ "isbn": ISBN, "parts": [ISBN, ISBN] })));
    let wrong = [
        (format!("/books/{WRONG}"), "isbn"),
        (format!("/books/{ISBN}?related={WRONG}"), "related"),
        (format!("/books/{ISBN}?others={ISBN}&others=1"), "others"),
    ];
    for (path, parameter) in wrong {
        let (status, problem) = service.get(&path).await;
        let found = violations(&problem);
        assert_eq!((status, found.len()), (400, 1), "{path}: {problem}");
        assert_eq!(found[0].0, parameter);
        assert!(found[0].1.contains("is not a 'isbn'"), "{problem}");
    }
}
