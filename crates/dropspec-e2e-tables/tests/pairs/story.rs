//! What holds for the rows of two tables, whatever their keys are.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::common::Running;

/// Creates rows that refer to each other, reads them in every way, and deletes them. `keys` are those that clients set.
pub(crate) async fn tell<S: Send + Sync + 'static>(service: &Running<S>, keys: Option<[Value; 5]>) {
    let with_key = |place: usize, mut row: Value| {
        if let Some(keys) = &keys {
            row["id"] = keys[place].clone();
        }
        row
    };
    let one = service.post("/parents", with_key(0, json!({ "name": "one" }))).await;
    let child = with_key(1, json!({ "secondId": one["id"] }));
    let two = service.post("/parents", with_key(2, json!({ "name": "two", "children": [child] }))).await;
    let created = &two["children"][0];
    assert_eq!((&created["firstId"], &created["secondId"]), (&two["id"], &one["id"]), "{two}");

    let path = |collection: &str, row: &Value| format!("/{collection}/{}", segment(&row["id"]));
    let expanded = service.get(&format!("{}?expand=children.second", path("parents", &two))).await;
    assert_eq!(expanded["children"][0]["second"]["name"], "one", "{expanded}");
    let child = service.get(&format!("{}?expand=first.children,second,third", path("children", created))).await;
    assert_eq!((&child["first"]["name"], &child["second"]["name"]), (&json!("two"), &json!("one")), "{child}");
    assert_eq!(child["first"]["children"][0]["id"], created["id"], "{child}");

    let below = format!("{}/children", path("parents", &one));
    let other = service.post(&below, with_key(3, json!({ "thirdId": two["id"] }))).await;
    assert_eq!(service.get(&below).await[0]["id"], other["id"]);
    let filtered = service.get(&format!("/children?secondId={}", segment(&one["id"]))).await;
    assert_eq!((filtered.as_array().unwrap().len(), &filtered[0]["id"]), (1, &created["id"]), "{filtered}");
    let all = service.get("/children?expand=third").await;
    let thirds: Vec<&Value> = all.as_array().unwrap().iter().map(|child| &child["third"]["name"]).collect();
    assert!(thirds.contains(&&json!("two")) && thirds.contains(&&Value::Null), "{all}");

    let alone = service.post("/parents", with_key(4, json!({ "name": "three" }))).await;
    let patch = service
        .request(Method::PATCH, &path("children", created))
        .header("content-type", "application/merge-patch+json")
        .body(json!({ "firstId": alone["id"] }).to_string());
    let moved = patch.send().await.unwrap();
    assert_eq!(moved.status(), 200, "{:?}", moved.text().await);
    // Its only reference that is left becomes null.
    assert_eq!(service.call(Method::DELETE, &path("parents", &two), None).await.0, 204);
    assert_eq!(service.get(&path("children", &other)).await["thirdId"], Value::Null);
    assert_eq!(service.call(Method::DELETE, &path("parents", &one), None).await.0, 409);
    let gone = service.call(Method::POST, "/children", Some(with_key(2, json!({ "firstId": two["id"] })))).await;
    assert_eq!((gone.0, &gone.1["errors"][0]["pointer"]), (422, &json!("/firstId")), "{}", gone.1);
}

/// A key as a segment of a path, or in a query.
fn segment(key: &Value) -> String {
    match key {
        Value::String(text) => text.replace('/', "%2F").replace('ü', "%C3%BC"),
        key => key.to_string(),
    }
}
