//! CSV files with keys and without.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Backend, Running, Service, start};

on_both_databases!(
    imports_make_values_as_requests_do,
    imports_bring_keys,
    the_database_goes_on_after_imported_keys,
    a_file_has_all_keys_or_none,
    an_import_that_updates_rows_sets_the_time,
);

async fn import(service: &Running<Service>, path: &str, csv: String) -> (u16, Value) {
    let request = service.request(Method::POST, path).header("content-type", "text/csv").body(csv);
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

async fn imports_make_values_as_requests_do(backend: Backend) {
    let service = &start(backend).await;
    let outcome = import(service, "/notes/import", "text,colour\none,red\ntwo,\n".to_owned()).await;
    assert_eq!(outcome, (200, json!({ "stored": 2, "updated": 0 })));
    let notes = service.get("/notes").await;
    assert!(notes[0]["id"].is_string() && notes[0]["createdAt"].is_string(), "{notes}");
    assert_eq!((&notes[0]["colour"], &notes[1]["colour"]), (&json!("red"), &Value::Null));
    let outcome = import(service, "/tickets/import", "title\none\ntwo\n".to_owned()).await;
    assert_eq!(outcome, (200, json!({ "stored": 2, "updated": 0 })));
    let tickets = json!([{ "id": 1, "title": "one" }, { "id": 2, "title": "two" }]);
    assert_eq!(service.get("/tickets").await, tickets);
    assert_eq!(service.post("/tickets", json!({ "title": "three" })).await["id"], 3);
}

async fn imports_bring_keys(backend: Backend) {
    let service = &start(backend).await;
    let old = service.post("/notes", json!({ "text": "one" })).await;
    let export = service.request(Method::GET, "/notes").header("accept", "text/csv").send().await.unwrap();
    let export = export.text().await.unwrap();
    service.call(Method::DELETE, &format!("/notes/{}", old["id"].as_str().unwrap()), None).await;
    let outcome = import(service, "/notes/import", export).await;
    assert_eq!(outcome, (200, json!({ "stored": 1, "updated": 0 })));
    let notes = service.get("/notes").await;
    assert_eq!((&notes[0]["id"], &notes[0]["text"]), (&old["id"], &old["text"]));
    let (status, problem) = import(service, "/notes/import", "id,text\nx,y\n".to_owned()).await;
    assert_eq!(status, 400, "{problem}");
    assert!(problem["errors"][0]["detail"].as_str().unwrap().contains("'x' is not a key of this table"), "{problem}");
}

async fn the_database_goes_on_after_imported_keys(backend: Backend) {
    let service = &start(backend).await;
    service.post("/tickets", json!({ "title": "one" })).await;
    let outcome = import(service, "/tickets/import", "id,title\n7,seven\n3,three\n".to_owned()).await;
    assert_eq!(outcome, (200, json!({ "stored": 2, "updated": 0 })));
    assert_eq!(service.post("/tickets", json!({ "title": "eight" })).await["id"], 8);
    let (status, problem) = import(service, "/tickets/import", "id,title\n8,again\n".to_owned()).await;
    assert_eq!((status, &problem["detail"]), (400, &json!("'8' is taken - 'id'")));
    assert_eq!(service.get("/tickets/3").await["title"], "three");
}

async fn a_file_has_all_keys_or_none(backend: Backend) {
    let service = &start(backend).await;
    let (status, problem) = import(service, "/tickets/import", "id,title\n7,seven\n,none\n".to_owned()).await;
    assert_eq!(status, 400, "{problem}");
    let detail = problem["errors"][0]["detail"].as_str().unwrap();
    assert!(detail.contains("a file has the keys of all rows or of none"), "{problem}");
}

async fn an_import_that_updates_rows_sets_the_time(backend: Backend) {
    let service = &start(backend).await;
    let old = service.post("/notes", json!({ "text": "one" })).await;
    let outcome = import(service, "/notes/import?key=text", "text,colour\none,red\n".to_owned()).await;
    assert_eq!(outcome, (200, json!({ "stored": 1, "updated": 1 })));
    let notes = service.get("/notes").await;
    let new = &notes[0];
    assert_eq!((&new["id"], &new["colour"], &new["createdAt"]), (&old["id"], &json!("red"), &old["createdAt"]));
    assert!(new["updatedAt"].as_str().unwrap() > old["updatedAt"].as_str().unwrap(), "{new}");
}
