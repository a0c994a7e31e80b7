//! Bodies that are not JSON.

use crate::support::{Backend, TestApp, person, pointer};

on_both_databases!(
    an_empty_body_is_rejected,
    a_malformed_body_is_rejected,
    non_json_numbers_are_rejected,
    trailing_data_is_rejected,
    invalid_utf_8_is_rejected,
    a_deeply_nested_body_is_rejected,
);

async fn assert_rejects(app: &TestApp, body: impl Into<reqwest::Body>, detail: &str) {
    assert_eq!(app.post_text("/people", body).await.violations(), [pointer("", detail)]);
}

async fn an_empty_body_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    assert_rejects(&app, "", "the body is empty, JSON is expected").await;
    assert_rejects(&app, " ", "the body is not JSON: EOF while parsing a value at line 1 column 1").await;
}

async fn a_malformed_body_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (body, reason) in [
        ("{", "EOF while parsing an object at line 1 column 1"),
        (r#"{"age":}"#, "expected value at line 1 column 8"),
        (r#"{'age':22}"#, "key must be a string at line 1 column 2"),
        ("{\n  \"age\": 22,\n}", "trailing comma at line 3 column 1"),
        (r#"{"name":"\ud800"}"#, "unexpected end of hex escape at line 1 column 16"),
        ("name=Owen&age=22", "expected ident at line 1 column 2"),
        ("\u{feff}{}", "expected value at line 1 column 1"),
    ] {
        assert_rejects(&app, body, &format!("the body is not JSON: {reason}")).await;
    }
}

async fn non_json_numbers_are_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (number, reason) in [
        ("NaN", "expected value at line 1 column 8"),
        ("Infinity", "expected value at line 1 column 8"),
        ("-Infinity", "invalid number at line 1 column 9"),
        ("1e400", "number out of range at line 1 column 12"),
        ("022", "invalid number at line 1 column 9"),
        ("+22", "expected value at line 1 column 8"),
        ("22.", "invalid number at line 1 column 11"),
        (".5", "expected value at line 1 column 8"),
        ("0x16", "expected `,` or `}` at line 1 column 9"),
        ("1_000", "expected `,` or `}` at line 1 column 9"),
    ] {
        assert_rejects(&app, format!(r#"{{"age":{number}}}"#), &format!("the body is not JSON: {reason}")).await;
    }
}

async fn trailing_data_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    let person = person().to_string();
    let end = person.len();
    for (body, column) in [(format!("{person}x"), end + 1), (format!("{person} {person}"), end + 2)] {
        assert_rejects(&app, body, &format!("the body is not JSON: trailing characters at line 1 column {column}"))
            .await;
    }
    assert_eq!(app.get("/people").await.text(), "[]");
}

async fn invalid_utf_8_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    assert_rejects(&app, b"{\"name\":\"\xff\"}".to_vec(), "the body is not UTF-8 from byte 9 on").await;
    // A surrogate and a truncated character.
    assert_rejects(&app, b"{\"name\":\"Ow\xed\xa0\x80n\"}".to_vec(), "the body is not UTF-8 from byte 11 on").await;
    assert_rejects(&app, b"{\"name\":\"\xc3".to_vec(), "the body is not UTF-8 from byte 9 on").await;
}

async fn a_deeply_nested_body_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    let detail = "the body is not JSON: recursion limit exceeded at line 1 column 128";
    assert_rejects(&app, "[".repeat(10_000) + &"]".repeat(10_000), detail).await;
    assert_rejects(&app, "[".repeat(10_000), detail).await;
    let detail = "the body is not JSON: recursion limit exceeded at line 1 column 890";
    assert_rejects(&app, r#"{"age":"#.repeat(10_000) + "1" + &"}".repeat(10_000), detail).await;
}
