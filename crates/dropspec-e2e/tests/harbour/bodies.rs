//! Request bodies of every media type.

use reqwest::RequestBuilder;
use serde_json::{Value, json};

use crate::support::{TestServer, cargo, json_response, violations};

pub(crate) fn post(harbour: &TestServer, media_type: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
    harbour.at("POST", "/cargo").header("content-type", media_type).body(body)
}

/// Builds a multipart body from the headers and the bytes of its parts.
pub(crate) fn multipart(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (headers, bytes) in parts {
        body.extend_from_slice(format!("--edge\r\nContent-Disposition: form-data; {headers}\r\n\r\n").as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--edge--\r\n");
    body
}

pub(crate) const MULTIPART: &str = "multipart/form-data; boundary=edge";

fn details(problem: &Value) -> Vec<String> {
    violations(problem).into_iter().map(|(source, detail)| format!("{source}: {detail}")).collect()
}

#[tokio::test]
async fn decodes_bodies_by_their_content_type() {
    let harbour = TestServer::start().await;
    let body = serde_json::to_string(&cargo()).unwrap();
    let expected = json!({ "name": "tea", "weight": 3 });
    for (media_type, key) in [
        ("application/json", "json"),
        ("Application/JSON; charset=utf-8", "json"),
        ("application/vnd.harbour+json", "own json"),
    ] {
        assert_eq!(json_response(post(&harbour, media_type, body.clone()), 200).await, json!({ key: expected }));
    }
    assert_eq!(json_response(post(&harbour, "text/plain", "hello"), 200).await, json!({ "text": "hello" }));
    let found = json_response(post(&harbour, "image/png", "PNG"), 200).await;
    assert_eq!(found, json!({ "image/png": 3 }));
}

#[tokio::test]
async fn rejects_duplicate_properties() {
    let harbour = TestServer::start().await;
    let body = r#"{ "name": 1, "weight": 3, "name": "tea" }"#;
    let problem = json_response(post(&harbour, "application/json", body), 400).await;
    assert_eq!(details(&problem), ["/name: duplicate property - 'name'"]);
}

#[tokio::test]
async fn accepts_missing_optional_bodies_but_not_other_media_types() {
    let harbour = TestServer::start().await;
    assert_eq!(json_response(harbour.at("POST", "/cargo"), 200).await, "nothing");
    let problem = json_response(post(&harbour, "text/csv", "a,b"), 415).await;
    let detail = problem["detail"].as_str().unwrap();
    assert!(
        detail.starts_with("the body must be application/json or ") && detail.ends_with("not text/csv"),
        "{detail}"
    );
}

#[tokio::test]
async fn decodes_urlencoded_forms() {
    let harbour = TestServer::start().await;
    let form = "application/x-www-form-urlencoded";
    let body = "name=black+tea&weight=3&marks=a|b&parts=1&parts=2&shape=%7B%22height%22%3A2%7D";
    let expected = json!({
        "name": "black tea", "weight": 3, "marks": ["a", "b"], "parts": [1, 2], "shape": { "height": 2 },
    });
    assert_eq!(json_response(post(&harbour, form, body), 200).await, json!({ "form": expected }));

    let body = "name=tea&shapes=%7B%22height%22%3A2%7D&shapes=%7B%7D";
    let expected = json!({ "name": "tea", "shapes": [{ "height": 2 }, {}] });
    assert_eq!(json_response(post(&harbour, form, body), 200).await, json!({ "form": expected }));
    for (body, expected) in [
        ("name=a&shapes=2", "/shapes/0: 2 is not of type 'object' - 'shapes.0'"),
        ("name=a&shapes=x", "/shapes: the field is not JSON: expected value at line 1 column 1 - 'shapes'"),
    ] {
        assert_eq!(details(&json_response(post(&harbour, form, body), 400).await), [expected]);
    }

    let problem = json_response(post(&harbour, form, "name=&weight=heavy&colour=red"), 400).await;
    let expected = [
        "/colour: Additional properties are not allowed ('colour' was unexpected)",
        "/name: '' is too short (the least is 1) - 'name'",
        "/weight: 'heavy' is not of type 'integer' - 'weight'",
    ];
    let mut found = details(&problem);
    found.sort();
    assert_eq!(found, expected);
    let problem = json_response(post(&harbour, form, "name=a&name=b&shape=x"), 400).await;
    let expected = [
        "/name: duplicate field - 'name'",
        "/shape: the field is not JSON: expected value at line 1 column 1 - 'shape'",
    ];
    assert_eq!(details(&problem), expected);
    let problem = json_response(post(&harbour, form, "name=a&%FF=1"), 400).await;
    assert_eq!(details(&problem), ["/%FF: the name of the field is not UTF-8 - '%FF'"]);
}

#[tokio::test]
async fn decodes_multipart_forms() {
    let harbour = TestServer::start().await;
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
    assert_eq!(json_response(post(&harbour, MULTIPART, body), 200).await, expected);
}

#[tokio::test]
async fn validates_the_parts_of_multipart_forms() {
    let harbour = TestServer::start().await;
    let photo = |bytes: &'static [u8]| ("name=photo\r\nContent-Type: image/png", bytes);
    for (parts, expected) in [
        (vec![photo(b"123456789")], "/name: 'name' is a required property"),
        (vec![("name=name", b"a".as_slice()), photo(b"123456789")], "/photo: '123456789' is too long"),
        (vec![("name=photo", b"1")], "/photo: the field must be image/png or image/jpeg, not text/plain - 'photo'"),
        (vec![("name=cargo", b"{")], "/cargo: the field is not JSON"),
        (vec![("name=cargo", br#"{"name":1,"name":"x"}"#)], "/cargo: duplicate property"),
        (vec![("name=name", b"a"), ("name=name", b"b")], "/name: duplicate field"),
        (vec![("name=name", b"\xff")], "/name: the field is not UTF-8"),
    ] {
        let found = details(&json_response(post(&harbour, MULTIPART, multipart(&parts)), 400).await);
        assert!(found.iter().any(|detail| detail.starts_with(expected)), "{expected}: {found:?}");
    }
    for (media_type, body) in [("multipart/form-data", multipart(&[])), (MULTIPART, b"--edge\r\n".to_vec())] {
        let found = details(&json_response(post(&harbour, media_type, body), 400).await);
        assert!(found[0].starts_with(": the body is not multipart/form-data"), "{found:?}");
    }
}

#[tokio::test]
async fn validates_text_bodies() {
    let harbour = TestServer::start().await;
    let problem = json_response(post(&harbour, "text/plain", "much too long"), 400).await;
    assert_eq!(details(&problem), [": 'much too long' is too long (the most is 10)"]);
    let problem = json_response(post(&harbour, "text/plain", b"\xff".to_vec()), 400).await;
    assert_eq!(details(&problem), [": the body is not UTF-8 from byte 0 on"]);
}

#[tokio::test]
async fn streams_binary_bodies_up_to_the_limit() {
    let harbour = TestServer::start().await;
    let bytes = "application/octet-stream";
    assert_eq!(json_response(post(&harbour, bytes, vec![0; 4096]), 200).await, json!({ "bytes": 4096 }));
    let problem = json_response(post(&harbour, bytes, vec![0; 4097]), 413).await;
    assert_eq!(problem["detail"], "the body is larger than 4096 bytes");
}
