//! Files whose rows violate a constraint.

use dropspec::transfer::{ImportError, Options, import};
use dropspec_e2e_tables::bookshop::types::Book;
use serde_json::json;

use super::support::{Backend, start_with_database};

on_both_databases!(rejects_files_that_violate_constraints);

async fn rejects_files_that_violate_constraints(backend: Backend) {
    let (shop, database) = start_with_database(backend).await;
    let author = shop.post("/authors", json!({ "name": "Ursula K. Le Guin" })).await;
    let author = author["id"].as_str().unwrap();
    let nobody = "00000000-0000-7000-8000-000000000000";
    for (rows, expected) in [
        ([("1111111111", "One", author), ("1111111111", "Two", author)], "two rows have the same isbn"),
        ([("1111111111", "One", author), ("2222222222", "One", author)], "two rows have the same title and authorId"),
        ([("1111111111", "One", author), ("2222222222", "Two", nobody)], "a row refers to one that does not exist"),
    ] {
        let rows = rows.map(|(isbn, title, author)| format!("{isbn},{title},{author}\n")).concat();
        let file = std::io::Cursor::new(format!("isbn,title,authorId\n{rows}"));
        let error = import::<Book>(&database, file, Options::default()).await.unwrap_err();
        assert!(matches!(error, ImportError::Constraint { .. }), "{error:?}");
        assert!(error.to_string().starts_with(expected), "{error}");
        assert_eq!(shop.get("/books").await, json!([]));
    }
}
