//! Rows with a UUID, timestamps and the caller, of one schema for requests and responses.

use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::support::{Backend, Running, Service, start};

on_both_databases!(
    sets_the_key_and_timestamps_of_new_rows,
    rejects_values_of_clients_for_read_only_properties,
    changes_the_time_of_the_update_only,
    patches_leave_read_only_properties_alone,
    forms_cannot_change_read_only_properties,
    names_the_caller,
    repeats_the_response_of_an_idempotency_key,
    bulks_set_the_same_values,
);

async fn note(service: &Running<Service>) -> Value {
    service.post("/notes", json!({ "text": "Buy milk" })).await
}

fn path(note: &Value) -> String {
    format!("/notes/{}", note["id"].as_str().unwrap())
}

async fn sets_the_key_and_timestamps_of_new_rows(backend: Backend) {
    let service = &start(backend).await;
    let note = note(service).await;
    assert_eq!((&note["text"], &note["createdBy"]), (&json!("Buy milk"), &Value::Null));
    assert_eq!(note["createdAt"], note["updatedAt"]);
    assert!(note["createdAt"].as_str().unwrap().ends_with('Z'), "{note}");
    assert_eq!(note.get("reviewedAt"), None);
    assert_eq!(service.get(&path(&note)).await, note);
    assert_eq!(service.get("/notes").await, json!([note]));
}

async fn rejects_values_of_clients_for_read_only_properties(backend: Backend) {
    let service = &start(backend).await;
    let stored = note(service).await;
    for (property, value) in [("id", &stored["id"]), ("createdAt", &json!("2020-01-01T00:00:00Z"))] {
        for (method, path) in [(Method::POST, "/notes".to_owned()), (Method::PUT, path(&stored))] {
            let (status, problem) = service.call(method, &path, Some(json!({ "text": "x", property: value }))).await;
            assert_eq!(status, 400, "{problem}");
            assert!(problem["errors"][0]["detail"].as_str().unwrap().contains("read-only"), "{problem}");
        }
    }
}

async fn changes_the_time_of_the_update_only(backend: Backend) {
    let service = &start(backend).await;
    let old = note(service).await;
    let (status, new) = service.call(Method::PUT, &path(&old), Some(json!({ "text": "Buy oat milk" }))).await;
    assert_eq!((status, &new["text"], &new["createdAt"]), (200, &json!("Buy oat milk"), &old["createdAt"]));
    assert!(new["updatedAt"].as_str().unwrap() > old["updatedAt"].as_str().unwrap(), "{new}");
    assert_eq!(service.get(&path(&old)).await, new);
}

async fn patch(service: &Running<Service>, path: &str, media_type: &'static str, patch: Value) -> (u16, Value) {
    let request = service.request(Method::PATCH, path).header(CONTENT_TYPE, media_type).body(patch.to_string());
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

async fn patches_leave_read_only_properties_alone(backend: Backend) {
    const MERGE: &str = "application/merge-patch+json";
    let service = &start(backend).await;
    let old = note(service).await;
    let path = &path(&old);
    let (status, new) = patch(service, path, MERGE, json!({ "text": "Buy oat milk", "id": old["id"] })).await;
    assert_eq!((status, &new["text"], &new["createdAt"]), (200, &json!("Buy oat milk"), &old["createdAt"]));
    assert!(new["updatedAt"].as_str().unwrap() > old["updatedAt"].as_str().unwrap(), "{new}");
    let test = json!([
        { "op": "test", "path": "/id", "value": old["id"] },
        { "op": "replace", "path": "/colour", "value": "blue" }
    ]);
    let (status, new) = patch(service, path, "application/json-patch+json", test).await;
    assert_eq!((status, &new["colour"]), (200, &json!("blue")));
    let other = json!({ "createdAt": "2020-01-01T00:00:00Z" });
    let (status, problem) = patch(service, path, MERGE, other).await;
    assert_eq!((status, &problem["errors"][0]["pointer"]), (400, &json!("/createdAt")), "{problem}");
    let (status, problem) = patch(service, path, MERGE, json!({ "updatedAt": null })).await;
    assert_eq!((status, &problem["errors"][0]["pointer"]), (400, &json!("/updatedAt")), "{problem}");
}

async fn forms_cannot_change_read_only_properties(backend: Backend) {
    let service = &start(backend).await;
    let old = note(service).await;
    let path = path(&old);
    let page = service.request(Method::GET, &path).header("accept", "text/html").send().await.unwrap();
    let page = page.text().await.unwrap();
    assert!(page.contains("record[text]") && !page.contains("record[id]") && !page.contains("record[createdAt]"));
    let submit = async |form: &'static str| {
        let request = service.request(Method::POST, &path).body(form);
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        request.send().await.unwrap().status().as_u16()
    };
    // The client follows the redirect to the page.
    assert_eq!(submit("action=save&version=1&record[text]=Buy+oat+milk").await, 200);
    let new = service.get(&path).await;
    assert_eq!((&new["text"], &new["createdAt"]), (&json!("Buy oat milk"), &old["createdAt"]));
    assert!(new["updatedAt"].as_str().unwrap() > old["updatedAt"].as_str().unwrap(), "{new}");
    assert_eq!(submit("action=save&version=2&record[text]=x&record[createdAt]=2020-01-01T00:00:00Z").await, 400);
}

async fn names_the_caller(backend: Backend) {
    let service = &start(backend).await;
    let request = service.request(Method::POST, "/notes").json(&json!({ "text": "Buy milk" }));
    // ada:lovelace
    let request = request.header("authorization", "Basic YWRhOmxvdmVsYWNl");
    let note: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(note["createdBy"], "ada");
    let (_, changed) = service.call(Method::PUT, &path(&note), Some(json!({ "text": "Buy oat milk" }))).await;
    assert_eq!(changed["createdBy"], "ada");
}

async fn repeats_the_response_of_an_idempotency_key(backend: Backend) {
    let service = &start(backend).await;
    for (path, body) in [("/notes", json!({ "text": "Buy milk" })), ("/tickets", json!({ "title": "Leak" }))] {
        let send = async || {
            let request = service.request(Method::POST, path).json(&body).header("idempotency-key", "k");
            let response = request.send().await.unwrap();
            let location = response.headers()["location"].to_str().unwrap().to_owned();
            (response.status().as_u16(), location, response.json::<Value>().await.unwrap())
        };
        let first = send().await;
        assert_eq!((first.0, &service.get(&first.1).await), (201, &first.2));
        assert_eq!(send().await, first);
        assert_eq!(service.get(path).await.as_array().unwrap().len(), 1);
    }
}

async fn bulks_set_the_same_values(backend: Backend) {
    let service = &start(backend).await;
    let notes = json!([{ "text": "one" }, { "text": "two" }]);
    let created = service.post("/notes/bulk", notes).await;
    let notes = service.get("/notes").await;
    assert_eq!((&created["created"], &created["keys"]), (&json!(2), &json!([notes[0]["id"], notes[1]["id"]])));
    assert!(notes[0]["createdAt"].is_string() && notes[1]["updatedAt"].is_string(), "{notes}");
}
