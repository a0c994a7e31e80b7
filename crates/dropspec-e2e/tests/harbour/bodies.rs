//! Request bodies of every media type.

use reqwest::RequestBuilder;
use serde_json::{Value, json};

use crate::support::{OpenHarbour, answer, cargo, violations};

fn post(harbour: &OpenHarbour, media_type: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
    harbour.at("POST", "/cargo").header("content-type", media_type).body(body)
}

/// A multipart body: for each part its headers and its bytes.
fn multipart(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (headers, bytes) in parts {
        body.extend_from_slice(format!("--edge\r\nContent-Disposition: form-data; {headers}\r\n\r\n").as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--edge--\r\n");
    body
}

const MULTIPART: &str = "multipart/form-data; boundary=edge";

fn details(problem: &Value) -> Vec<String> {
    violations(problem).into_iter().map(|(place, detail)| format!("{place}: {detail}")).collect()
}

#[tokio::test]
async fn the_content_type_chooses() {
    let harbour = OpenHarbour::open().await;
    let body = serde_json::to_string(&cargo()).unwrap();
    let expected = json!({ "name": "tea", "weight": 3 });
    for (media_type, key) in [
        ("application/json", "json"),
        ("Application/JSON; charset=utf-8", "json"),
        ("application/vnd.harbour+json", "own json"),
    ] {
        assert_eq!(answer(post(&harbour, media_type, body.clone()), 200).await, json!({ key: expected }));
    }
    assert_eq!(answer(post(&harbour, "text/plain", "hello"), 200).await, json!({ "text": "hello" }));
    let found = answer(post(&harbour, "image/png", "PNG"), 200).await;
    assert_eq!(found, json!({ "image/png": 3 }));
}

#[tokio::test]
async fn an_optional_body_may_be_absent_but_not_of_another_type() {
    let harbour = OpenHarbour::open().await;
    assert_eq!(answer(harbour.at("POST", "/cargo"), 200).await, "nothing");
    let problem = answer(post(&harbour, "text/csv", "a,b"), 415).await;
    let detail = problem["detail"].as_str().unwrap();
    assert!(
        detail.starts_with("the body must be application/json or ") && detail.ends_with("not text/csv"),
        "{detail}"
    );
}

#[tokio::test]
async fn a_form_has_fields() {
    let harbour = OpenHarbour::open().await;
    let form = "application/x-www-form-urlencoded";
    let body = "name=black+tea&weight=3&marks=a|b&parts=1&parts=2&shape=%7B%22height%22%3A2%7D";
    let expected = json!({
        "name": "black tea", "weight": 3, "marks": ["a", "b"], "parts": [1, 2], "shape": { "height": 2 },
    });
    assert_eq!(answer(post(&harbour, form, body), 200).await, json!({ "form": expected }));

    let problem = answer(post(&harbour, form, "name=&weight=heavy&colour=red"), 400).await;
    let expected = [
        "/colour: Additional properties are not allowed ('colour' was unexpected)",
        "/name: '' is too short (the least is 1) - 'name'",
        "/weight: 'heavy' is not of type 'integer' - 'weight'",
    ];
    let mut found = details(&problem);
    found.sort();
    assert_eq!(found, expected);
    let problem = answer(post(&harbour, form, "name=a&name=b&shape=x"), 400).await;
    let expected = [
        "/name: the field is there more than once - 'name'",
        "/shape: the field is not JSON: expected value at line 1 column 1 - 'shape'",
    ];
    assert_eq!(details(&problem), expected);
    let problem = answer(post(&harbour, form, "name=a&%FF=1"), 400).await;
    assert_eq!(details(&problem), ["/%FF: the name of the field is not UTF-8 - '%FF'"]);
}

#[tokio::test]
async fn a_multipart_form_has_parts() {
    let harbour = OpenHarbour::open().await;
    let body = multipart(&[
        ("name=name", b"tea"),
        ("name=weight", b"3"),
        ("name=photo; filename=a.png\r\nContent-Type: image/png", b"\x00\xff\r\n"),
        ("name=pages", b"one"),
        ("name=pages", b"two"),
        ("name=cargo\r\nContent-Type: application/json", br#"{"name":"x"}"#),
    ]);
    let expected = json!({
        "name": "tea", "weight": 3, "photo": [0, 255, 13, 10], "pages": ["one", "two"], "cargo": { "name": "x" },
    });
    assert_eq!(answer(post(&harbour, MULTIPART, body), 200).await, expected);
}

#[tokio::test]
async fn the_parts_of_a_form_are_checked() {
    let harbour = OpenHarbour::open().await;
    let photo = |bytes: &'static [u8]| ("name=photo\r\nContent-Type: image/png", bytes);
    for (parts, expected) in [
        (vec![photo(b"123456789")], "/name: 'name' is a required property"),
        (vec![("name=name", b"a".as_slice()), photo(b"123456789")], "/photo: '123456789' is too long"),
        (vec![("name=photo", b"1")], "/photo: the field must be image/png or image/jpeg, not text/plain - 'photo'"),
        (vec![("name=cargo", b"{")], "/cargo: the field is not JSON"),
        (vec![("name=name", b"a"), ("name=name", b"b")], "/name: the field is there more than once"),
        (vec![("name=name", b"\xff")], "/name: the field is not UTF-8"),
    ] {
        let found = details(&answer(post(&harbour, MULTIPART, multipart(&parts)), 400).await);
        assert!(found.iter().any(|detail| detail.starts_with(expected)), "{expected}: {found:?}");
    }
    for (media_type, body) in [("multipart/form-data", multipart(&[])), (MULTIPART, b"--edge\r\n".to_vec())] {
        let found = details(&answer(post(&harbour, media_type, body), 400).await);
        assert!(found[0].starts_with(": the body is not multipart/form-data"), "{found:?}");
    }
}

#[tokio::test]
async fn a_text_is_checked() {
    let harbour = OpenHarbour::open().await;
    let problem = answer(post(&harbour, "text/plain", "much too long"), 400).await;
    assert_eq!(details(&problem), [": 'much too long' is too long (the most is 10)"]);
    let problem = answer(post(&harbour, "text/plain", b"\xff".to_vec()), 400).await;
    assert_eq!(details(&problem), [": the body is not UTF-8 from byte 0 on"]);
}

#[tokio::test]
async fn bytes_are_read_as_they_come_up_to_a_limit() {
    let harbour = OpenHarbour::open().await;
    let bytes = "application/octet-stream";
    assert_eq!(answer(post(&harbour, bytes, vec![0; 4096]), 200).await, json!({ "bytes": 4096 }));
    let problem = answer(post(&harbour, bytes, vec![0; 4097]), 413).await;
    assert_eq!(problem["detail"], "the body is larger than 4096 bytes");
}

#[tokio::test]
async fn a_form_of_many_fields_is_refused_in_bounded_time_and_space() {
    let harbour = OpenHarbour::open().await;
    let body: String = (0..120_000).map(|number| format!("f{number}&")).collect();
    let problem = answer(post(&harbour, "application/x-www-form-urlencoded", body), 400).await;
    assert_eq!(violations(&problem).len(), 101);
}
