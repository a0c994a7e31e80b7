//! `Idempotency-Key`.

use diesel::QueryDsl;
use dropspec::db::internal_tables::idempotency_keys;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Backend, Database, Response, TestApp, person, person_with};

on_both_databases!(
    a_repeated_request_returns_the_original_response,
    a_reused_key_with_another_body_is_rejected,
    concurrent_requests_with_one_key_create_one_person,
    a_rejected_request_can_be_repeated,
    a_malformed_idempotency_key_is_rejected,
    a_deleted_person_is_not_returned_again,
    a_person_deleted_by_a_form_is_not_returned_again,
    a_failed_deletion_erases_nothing,
);

async fn post(app: &TestApp, key: &str, body: &Value) -> Response {
    app.send(app.request(Method::POST, "/people").header("idempotency-key", key).json(body)).await
}

async fn count(app: &TestApp) -> usize {
    app.get("/people").await.json(200).as_array().unwrap().len()
}

async fn a_repeated_request_returns_the_original_response(backend: Backend) {
    let app = TestApp::start(backend).await;
    let first = post(&app, "\"a\"", &person()).await;
    first.json(201);
    // A later change does not alter the stored response.
    app.put(first.header("location"), &json!({ "age": 40 })).await.json(200);
    let mut reordered = json!({ "fare": 7.25 });
    reordered.as_object_mut().unwrap().extend(person().as_object().unwrap().clone());
    for body in [person(), reordered] {
        let again = post(&app, "\"a\"", &body).await;
        assert_eq!((again.status, &again.body), (201, &first.body));
        for header in ["location", "etag", "content-type"] {
            assert_eq!(again.header(header), first.header(header));
        }
    }
    assert_eq!(count(&app).await, 1);
    post(&app, "\"b\"", &person()).await.json(201);
    app.post("/people", &person()).await.json(201);
    assert_eq!(count(&app).await, 3);
}

async fn a_reused_key_with_another_body_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    post(&app, "a", &person()).await.json(201);
    let problem = post(&app, "a", &person_with("age", 23)).await.problem(422);
    assert_eq!(problem["detail"], "the idempotency key was sent with another body before");
    assert_eq!(count(&app).await, 1);
}

async fn concurrent_requests_with_one_key_create_one_person(backend: Backend) {
    let app = TestApp::start(backend).await;
    let requests = (0..30).map(|_| {
        let request = app.request(Method::POST, "/people").header("idempotency-key", "a");
        tokio::spawn(request.json(&person()).send())
    });
    let mut responses = Vec::new();
    for request in requests.collect::<Vec<_>>() {
        let response = request.await.unwrap().unwrap();
        assert_eq!(response.status(), 201);
        responses.push(response.text().await.unwrap());
    }
    responses.dedup();
    assert_eq!((responses.len(), count(&app).await), (1, 1));
}

async fn a_rejected_request_can_be_repeated(backend: Backend) {
    let app = TestApp::start(backend).await;
    let chosen = person_with("uuid", "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f");
    let location = app.create(&chosen).await;
    post(&app, "a", &chosen).await.problem(409);
    app.delete(&location).await;
    post(&app, "a", &chosen).await.json(201);
    post(&app, "a", &person_with("age", -1)).await.problem(400);
    assert_eq!(post(&app, "a", &chosen).await.header("location"), location);
}

async fn a_malformed_idempotency_key_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    for key in ["", "\"\"", "a b", &"k".repeat(256)] {
        let violations = post(&app, key, &person()).await.violations();
        assert_eq!(violations[0]["parameter"], "Idempotency-Key", "{key}");
    }
    assert_eq!(count(&app).await, 0);
}

/// The stored responses.
async fn stored(database: &Database) -> Vec<String> {
    database.connect().read(idempotency_keys::table.select(idempotency_keys::answer)).await.unwrap()
}

const DELETED: &str = "what was created with the idempotency key has been deleted; use a new key to create it again";

/// Asserts that the data of a deleted person is neither returned nor stored, and that no other is created.
async fn is_erased(app: &TestApp, database: &Database, secret: &Value) {
    for body in [secret, &person()] {
        let response = post(app, "a", body).await;
        assert_eq!(response.problem(409)["detail"], DELETED);
    }
    assert_eq!(stored(database).await, [""]);
    assert_eq!(count(app).await, 0);
    // The key of another request is another matter.
    post(app, "b", secret).await.json(201);
}

async fn a_deleted_person_is_not_returned_again(backend: Backend) {
    let database = Database::migrated(backend).await;
    let app = TestApp::with_database(&database);
    let secret = person_with("name", "Secret Name");
    let created = post(&app, "a", &secret).await;
    assert!(stored(&database).await[0].contains("Secret Name"));
    app.delete(created.header("location")).await;
    is_erased(&app, &database, &secret).await;
}

async fn a_person_deleted_by_a_form_is_not_returned_again(backend: Backend) {
    let database = Database::migrated(backend).await;
    let app = TestApp::with_database(&database);
    let secret = person_with("name", "Secret Name");
    let created = post(&app, "a", &secret).await;
    let form = app.request(Method::POST, created.header("location"));
    let form = form.header("content-type", "application/x-www-form-urlencoded").body("action=delete&version=1");
    assert_eq!(app.send(form).await.status, 303);
    is_erased(&app, &database, &secret).await;
}

async fn a_failed_deletion_erases_nothing(backend: Backend) {
    let app = TestApp::start(backend).await;
    let created = post(&app, "a", &person()).await;
    let stale = app.request(Method::DELETE, created.header("location")).header("if-match", "\"7\"");
    app.send(stale).await.problem(412);
    assert_eq!(post(&app, "a", &person()).await.body, created.body);
}
