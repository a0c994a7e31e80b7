//! Every documented response of every operation is reached, and is as documented.

use dropspec::ServiceConfig;
use dropspec::document::Document as _;
use dropspec_app::App as _;
use dropspec_contract::{Contract, ContractTest, Request};
use people::api::Document;
use people::service::People;
use serde_json::json;

use crate::support::{Backend, Database, TestApp, execute_on, person, person_with};

on_both_databases!(the_service_does_what_its_document_says);

const MISSING: &str = "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f";
const MINIMAL: (&str, &str) = ("Prefer", "return=minimal");
const STALE: &str = "\"9\"";
const FORM: &str = "application/x-www-form-urlencoded";

async fn the_service_does_what_its_document_says(backend: Backend) {
    let contract = Contract::parse(Document::YAML).unwrap();
    let database = Database::exclusive(backend).await;
    let app = TestApp::with_database(&database);
    let mut test = contract.test(&app.url());
    test.drive(async |request| prepared(&app, request).await).await;
    collections(&mut test).await;
    let key = new_key(&app).await;
    existing(&mut test, &key).await;
    missing(&mut test).await;
    conflicts(&mut test, &key).await;
    limits(&mut test, &database).await;
    failures(&mut test, &database).await;
    test.report(&[]).assert();
}

/// Creates the person that a request needs.
async fn prepared(app: &TestApp, request: Request) -> Request {
    match request.operation() {
        "list_people" | "create_person" | "create_people" => request,
        // The same file would be a conflict.
        "import_people" => request.set("again", "true"),
        _ => request.set("uuid", new_key(app).await),
    }
}

/// Creates a person and returns its key.
async fn new_key(app: &TestApp) -> String {
    app.create(&person()).await.replace("/people/", "")
}

/// Requests of all people.
async fn collections(test: &mut ContractTest) {
    test.send_negotiated("list_people", |request| request.set("If-None-Match", "*")).await;
    test.send_negotiated("create_person", |request| request.header(MINIMAL.0, MINIMAL.1)).await;
    test.send_negotiated("create_person", |request| {
        request.body(FORM, "name=").header("Origin", "http://elsewhere.example")
    })
    .await;
    let invalid = json!([person(), person_with("age", -1)]);
    test.send_negotiated("create_people", |request| request.json(&invalid).header("Prefer", "handling=lenient")).await;
}

/// Requests of a person that exists.
async fn existing(test: &mut ContractTest, key: &str) {
    test.send_negotiated("get_person", |request| request.set("uuid", key).set("If-None-Match", "*")).await;
    for id in ["update_person", "patch_person"] {
        test.send_negotiated(id, |request| request.set("uuid", key).header(MINIMAL.0, MINIMAL.1)).await;
    }
    for id in ["update_person", "patch_person", "delete_person"] {
        test.send_negotiated(id, |request| request.set("uuid", key).set("If-Match", STALE)).await;
    }
    test.send_negotiated("submit_person", |request| {
        request.set("uuid", key).header("Origin", "http://elsewhere.example")
    })
    .await;
}

/// Requests of a person that does not exist.
async fn missing(test: &mut ContractTest) {
    for id in ["get_person", "update_person", "patch_person", "delete_person", "submit_person"] {
        test.send_negotiated(id, |request| request.set("uuid", MISSING)).await;
    }
}

/// Requests that contradict the stored person.
async fn conflicts(test: &mut ContractTest, key: &str) {
    let taken = person_with("uuid", key);
    let other = json!({ "uuid": MISSING });
    let patch = json!([{ "op": "test", "path": "/name", "value": "somebody else" }]).to_string();
    test.send_negotiated("create_person", |request| request.json(&taken)).await;
    test.send_negotiated("create_people", |request| request.json(&json!([taken]))).await;
    test.send_negotiated("update_person", |request| request.set("uuid", key).json(&other)).await;
    test.send_negotiated("patch_person", |request| {
        request.set("uuid", key).body("application/json-patch+json", patch.clone())
    })
    .await;
    test.send_negotiated("submit_person", |request| request.set("uuid", key).body(FORM, "action=delete&version=9"))
        .await;
    test.send_negotiated("import_people", |request| request.set("again", "false")).await;
    for name in ["One", "Another"] {
        let person = person_with("name", name);
        test.send_negotiated("create_person", |request| request.json(&person).set("Idempotency-Key", "reused")).await;
    }
}

/// Requests beyond the limits of the service.
async fn limits(test: &mut ContractTest, database: &Database) {
    let config = ServiceConfig { max_upload: 10, ..ServiceConfig::default() };
    let app = TestApp::serve(People::new(database.connect()), People::routes(), config);
    test.set_url(&app.url());
    test.send_negotiated("import_people", |request| request).await;
}

/// Requests while the service has no tables, and while it has no database.
async fn failures(test: &mut ContractTest, database: &Database) {
    let app = TestApp::with_database(database);
    execute_on(database, "DROP TABLE people").await;
    test.set_url(&app.url());
    test.send_all().await;
    let app = TestApp::serve_on("postgres://nobody@127.0.0.1:1/none");
    test.set_url(&app.url());
    test.send_all().await;
}
