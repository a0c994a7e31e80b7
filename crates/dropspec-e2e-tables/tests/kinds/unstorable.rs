//! Values that the schema allows, but that no database can hold, are rejected with their place.

use reqwest::Method;
use serde_json::{Value, json};

use super::samples::{incompressible, kinds};
use super::support::{Backend, Kinds};

on_both_databases!(
    values_are_rejected_wherever_they_come_from,
    texts_of_an_index_have_a_limit_in_bytes,
    keys_that_cannot_exist_are_not_found,
    parameters_are_rejected,
);

/// The place of the only violation of a rejected request.
fn place(problem: &Value) -> &str {
    let error = &problem["errors"][0];
    error["pointer"].as_str().or_else(|| error["parameter"].as_str()).unwrap_or_else(|| panic!("{problem}"))
}

async fn values_are_rejected_wherever_they_come_from(backend: Backend) {
    let service = Kinds::start(backend).await;
    let kept = service.post("/samples", json!({ "name": "kept" })).await;
    for kind in kinds() {
        for value in &kind.unstorable {
            let row = |name: &str| json!({ "name": name, kind.property: value });
            let is_within = |problem: &Value, root: &str| {
                assert!(place(problem).starts_with(&format!("{root}/{}", kind.property)), "{problem}");
            };
            let (status, problem) = service.call(Method::POST, "/samples", Some(row("new"))).await;
            assert_eq!(status, 400, "{problem}");
            is_within(&problem, "");
            let (status, problem) = service.call(Method::PUT, "/samples/kept", Some(row("kept"))).await;
            assert_eq!(status, 400, "{problem}");
            is_within(&problem, "");
            let (status, problem) = service.merge("/samples/kept", json!({ kind.property: value })).await;
            assert_eq!(status, 400, "{problem}");
            is_within(&problem, "");
            let rows = json!([{ "name": "first" }, row("second")]);
            let (status, problem) = service.call(Method::POST, "/samples/bulk", Some(rows)).await;
            assert_eq!(status, 400, "{problem}");
            is_within(&problem, "/1");
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned).replace('"', "\"\"");
            let (status, problem) =
                service.import("/samples/import", &format!("name,{}\na,\nb,\"{text}\"\n", kind.property)).await;
            assert_eq!(status, 400, "{problem}");
            let detail = problem.to_string();
            assert!(detail.contains(kind.property) && detail.contains('3'), "{detail}");
        }
    }
    assert_eq!(service.get("/samples").await, json!([kept]));
}

async fn texts_of_an_index_have_a_limit_in_bytes(backend: Backend) {
    let service = Kinds::start(backend).await;
    // 250 characters of four bytes, the maximum of a key.
    let name = "🚢".repeat(250);
    let row = json!({ "name": name, "word": incompressible(1600) });
    assert_eq!(service.post("/samples", row.clone()).await["word"], row["word"]);
    let (status, problem) = service.call(Method::POST, "/samples", Some(json!({ "name": format!("{name}s") }))).await;
    assert_eq!((status, place(&problem)), (400, "/name"), "{problem}");
    assert_eq!(service.pages("/samples?sort=word&limit=1").await, [name]);
}

async fn keys_that_cannot_exist_are_not_found(backend: Backend) {
    let service = Kinds::start(backend).await;
    for method in [Method::GET, Method::DELETE] {
        assert_eq!(service.call(method, "/samples/a%00b", None).await.0, 404);
    }
    assert_eq!(service.merge("/samples/a%00b", json!({ "small": 1 })).await.0, 404);
    let (status, _) = service.call(Method::PUT, "/samples/a%00b", Some(json!({ "name": "a\0b" }))).await;
    assert!(matches!(status, 400 | 404), "{status}");
}

async fn parameters_are_rejected(backend: Backend) {
    let service = Kinds::start(backend).await;
    for query in [
        "word=a%00b",
        "word_contains=%00",
        "tags_contains=%00",
        "instant_gte=9999-12-31T23:59:59-01:00",
        "clock=23:59:60Z",
        "span_lt=P99999999999Y",
        "day=2023-02-29",
        "price_gt=1e3",
        "small=2147483648",
    ] {
        let (status, problem) = service.call(Method::GET, &format!("/samples?{query}"), None).await;
        assert_eq!((status, place(&problem)), (400, query.split('=').next().unwrap()), "{query}: {problem}");
    }
    for query in ["page_token=AAAA", "page_token=%00"] {
        let (status, problem) = service.call(Method::GET, &format!("/samples?{query}"), None).await;
        assert_eq!((status, place(&problem)), (400, "page_token"), "{query}: {problem}");
    }
}
