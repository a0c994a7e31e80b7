//! Files whose rows violate constraints.

use dropspec::db::Database;
use dropspec::transfer::{ImportError, InvalidRows, Options, import};
use dropspec_e2e_tables::bookshop::types::Book;
use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, Shop, UNKNOWN, author, book, start, start_with_database};

on_both_databases!(
    names_the_lines_that_violate_constraints,
    skips_rows_that_violate_constraints,
    an_update_names_the_lines_that_violate_constraints,
    rows_of_a_file_refer_to_each_other,
    names_the_line_that_violates_a_constraint_of_the_database,
    a_reference_to_a_skipped_row_is_rejected,
);

const HEADER: &str = "isbn,title,authorId,sequelTo";

/// Imports a file by a request.
async fn upload(shop: &Shop, query: &str, file: String) -> (u16, Value) {
    let request = shop.request(Method::POST, &format!("/books/import{query}")).header("content-type", "text/csv");
    let response = request.body(file).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

/// The lines, columns and details of a problem.
fn errors(problem: &Value) -> Vec<(u64, &str, &str)> {
    let errors = problem["errors"].as_array().unwrap().iter();
    let error = errors.map(|error| {
        let text = |name: &str| error[name].as_str().unwrap_or_default();
        (error["line"].as_u64().unwrap(), text("column"), text("detail"))
    });
    error.collect()
}

/// A file with each kind of violation; its second row takes two lines.
fn violating(author: &str) -> String {
    format!(
        "{HEADER}\n\
         1111111111,One,{author},\n\
         2222222222,\"Two\nlines\",{author},\n\
         1111111111,Three,{author},\n\
         4444444444,Four,{UNKNOWN},\n\
         5555555555,One,{author},\n\
         6666666666,Six,{author},{UNKNOWN}\n\
         7777777777,Seven,{author},\n"
    )
}

/// What is wrong with it, if there is a book 7777777777.
fn violations() -> Vec<(u64, &'static str, String)> {
    let unknown = |what: &str, property: &str| format!("there is no {what} '{UNKNOWN}' - '{property}'");
    let combination = "the combination of title, authorId is that of line 2";
    vec![
        (5, "isbn", "'1111111111' is that of line 2 - 'isbn'".to_owned()),
        (6, "authorId", unknown("author", "authorId")),
        (7, "title", format!("{combination} - 'title'")),
        (7, "authorId", format!("{combination} - 'authorId'")),
        (8, "sequelTo", unknown("book", "sequelTo")),
        (9, "isbn", "'7777777777' is taken - 'isbn'".to_owned()),
    ]
}

async fn names_the_lines_that_violate_constraints(backend: Backend) {
    let (shop, database) = start_with_database(backend).await;
    let author = author(&shop, "Ursula K. Le Guin").await;
    book(&shop, "7777777777", &author).await;
    let (status, problem) = upload(&shop, "", violating(&author)).await;
    assert_eq!(status, 409, "{problem}");
    let expected = violations();
    let expected: Vec<_> = expected.iter().map(|(line, column, detail)| (*line, *column, &**detail)).collect();
    assert_eq!(errors(&problem), expected);
    // As the command does.
    let error = imports(&database, violating(&author), Options::default()).await.unwrap_err();
    assert!(matches!(error, ImportError::Constraint { .. }), "{error:?}");
    let message = "line 5, column `isbn`: '1111111111' is that of line 2 - 'isbn' (and 5 more)";
    assert_eq!(error.to_string(), message);
    assert_eq!(shop.get("/books").await.as_array().unwrap().len(), 1, "nothing is stored");
}

async fn imports(
    database: &Database,
    file: String,
    options: Options,
) -> Result<dropspec::transfer::ImportReport, ImportError> {
    import::<Book>(database, std::io::Cursor::new(file), options).await
}

async fn skips_rows_that_violate_constraints(backend: Backend) {
    let (shop, database) = start_with_database(backend).await;
    let author = author(&shop, "Ursula K. Le Guin").await;
    book(&shop, "7777777777", &author).await;
    let (status, report) = upload(&shop, "?skip_bad_rows=true", violating(&author)).await;
    assert_eq!((status, &report["stored"], &report["rejected"]), (200, &json!(2), &json!(5)), "{report}");
    assert_eq!(shop.get("/books").await.as_array().unwrap().len(), 3);

    let (rejects, path) = tempfile::NamedTempFile::new().unwrap().keep().unwrap();
    let invalid_rows = InvalidRows::Skip(Some(Box::new(rejects)));
    let file = format!("{HEADER}\n8888888888,Eight,{author},\n7777777777,\"Seven, again\",{author},\n");
    let report = imports(&database, file, Options { invalid_rows, ..Options::default() }).await.unwrap();
    assert_eq!((report.stored, report.rejected), (1, 1));
    let expected = format!(
        "line,column,reason,{HEADER}\n3,isbn,'7777777777' is taken - 'isbn',7777777777,\"Seven, again\",{author},\n"
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), expected);
    std::fs::remove_file(path).unwrap();
}

async fn an_update_names_the_lines_that_violate_constraints(backend: Backend) {
    let shop = start(backend).await;
    let author = author(&shop, "Ursula K. Le Guin").await;
    for isbn in ["1111111111", "2222222222"] {
        book(&shop, isbn, &author).await;
    }
    let taken = "Title of 2222222222";
    let file = format!(
        "isbn,title,authorId\n\
         1111111111,{taken},{author}\n\
         3333333333,Three,{UNKNOWN}\n\
         2222222222,{taken},{author}\n\
         4444444444,Four,{author}\n"
    );
    let (status, problem) = upload(&shop, "?key=isbn", file.clone()).await;
    assert_eq!(status, 409, "{problem}");
    let lines: Vec<_> = errors(&problem).iter().map(|(line, column, _)| (*line, *column)).collect();
    assert_eq!(lines, [(2, "title"), (2, "authorId"), (3, "authorId"), (4, "title"), (4, "authorId")]);
    let (status, report) = upload(&shop, "?key=isbn&skip_bad_rows=true", file).await;
    assert_eq!((status, &report["stored"], &report["rejected"]), (200, &json!(1), &json!(3)), "{report}");
    let (status, report) = upload(&shop, "?key=isbn", format!("isbn,title,authorId\n2222222222,Two,{author}\n")).await;
    assert_eq!((status, &report["stored"], &report["updated"]), (200, &json!(1), &json!(1)), "{report}");
}

async fn rows_of_a_file_refer_to_each_other(backend: Backend) {
    let (shop, database) = start_with_database(backend).await;
    let author = author(&shop, "Ursula K. Le Guin").await;
    let key = "01930b7e-5a4c-7c3e-9d2a-000000000001";
    let file = format!("id,{HEADER}\n{UNKNOWN},2222222222,Two,{author},{key}\n{key},1111111111,One,{author},\n");
    let report = imports(&database, file, Options::default()).await.unwrap();
    assert_eq!(report.stored, 2);
    assert_eq!(shop.get(&format!("/books/{UNKNOWN}")).await["sequelTo"], key);
}

async fn a_reference_to_a_skipped_row_is_rejected(backend: Backend) {
    let (shop, database) = start_with_database(backend).await;
    let author = author(&shop, "Ursula K. Le Guin").await;
    let keys = [1, 2, 3, 4].map(|number| format!("01930b7e-5a4c-7c3e-9d2a-00000000000{number}"));
    let [one, two, three, four] = &keys;
    // Each refers to the one before it, of which the first refers to nothing.
    let file = format!(
        "id,{HEADER}\n\
         {one},1111111111,One,{author},{UNKNOWN}\n\
         {two},2222222222,Two,{author},{one}\n\
         {three},3333333333,Three,{author},{two}\n\
         {four},4444444444,Four,{author},\n"
    );
    let options = Options { invalid_rows: InvalidRows::Skip(None), ..Options::default() };
    let report = imports(&database, file, options).await.unwrap();
    assert_eq!((report.stored, report.rejected), (1, 3));
    let lines: Vec<u64> = report.rejected_rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 3, 4]);
    assert_eq!(shop.get("/books").await[0]["isbn"], "4444444444");
}

async fn names_the_line_that_violates_a_constraint_of_the_database(backend: Backend) {
    let (shop, database) = start_with_database(backend).await;
    // The document does not have them.
    let script = "ALTER TABLE books ADD COLUMN extra integer DEFAULT 1 CONSTRAINT books_polite CHECK (title <> 'Rude');\n\
                  ALTER TABLE authors ADD COLUMN extra integer DEFAULT 1 CONSTRAINT authors_polite CHECK (name <> 'Rude')";
    database.run_script(script.to_owned()).await.unwrap();
    let author = author(&shop, "Ursula K. Le Guin").await;
    let rows: String = (0..500).map(|row| format!("{row:010},\"Book\n{row}\",{author},\n")).collect();
    for key in ["", "?key=isbn"] {
        let file = format!("{HEADER}\n{rows}8888888888,Rude,{author},\n9999999999,Nine,{author},\n");
        let (status, problem) = upload(&shop, key, file).await;
        assert_eq!((status, errors(&problem)), (409, vec![(1002, "", "the row violates the constraint books_polite")]));
    }
    // A table without references, whose rows PostgreSQL copies directly.
    let rows: String = (0..3000).map(|row| format!("\"Author\n{row}\"\n")).collect();
    let file = std::io::Cursor::new(format!("name\n{rows}Rude\nPolite\n"));
    let error = import::<dropspec_e2e_tables::bookshop::types::Author>(&database, file, Options::default()).await;
    let message = "line 6002: the row violates the constraint authors_polite";
    assert_eq!(error.unwrap_err().to_string(), message);
    assert_eq!(shop.get("/authors").await.as_array().unwrap().len(), 1);
}
