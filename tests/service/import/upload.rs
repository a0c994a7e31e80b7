//! `POST /imports`.

use reqwest::Method;
use serde_json::json;

use super::{ELISABETH, HEADER, OWEN, names, stored};
use crate::support::{Backend, Database, Response, TestApp};

on_both_databases!(
    a_file_is_imported_over_http,
    all_invalid_cells_are_reported_with_their_position,
    invalid_rows_are_skipped_on_request,
    a_duplicate_import_is_a_conflict,
    a_dry_run_stores_nothing,
    people_are_updated_by_a_key_property,
    a_truncated_body_stores_nothing,
    unfinished_uploads_hold_no_threads,
);

async fn post(app: &TestApp, query: &str, csv: impl Into<reqwest::Body>) -> Response {
    let request = app.request(Method::POST, &format!("/imports{query}"));
    app.send(request.header("content-type", "text/csv; charset=utf-8").body(csv)).await
}

async fn a_file_is_imported_over_http(backend: Backend) {
    let database = Database::migrated(backend).await;
    let app = TestApp::with_database(&database);
    let csv = format!("{HEADER}\n{}\n{ELISABETH}\n", OWEN.replace(",22,", ",22.5,"));
    let report = post(&app, "", csv).await.json(200);
    let sha256 = report["sha256"].as_str().unwrap();
    assert_eq!(
        report,
        json!({
            "stored": 2, "updated": 0, "rejected": 0, "truncated": { "Age": 1 }, "sha256": sha256, "dry_run": false,
            "rejects": [],
        })
    );
    assert_eq!(names(&database).await, ["Mr. Owen Harris Braund", "Miss. Elisabeth Walton Allen"]);
}

async fn all_invalid_cells_are_reported_with_their_position(backend: Backend) {
    let database = Database::migrated(backend).await;
    let app = TestApp::with_database(&database);
    let bad = OWEN.replace(",male,", ",men,").replace("0,3,", "2,3,");
    let response = post(&app, "", format!("{HEADER}\n{OWEN}\n{bad}\n1,2\n")).await;
    let violation = |line: u32, column: &str, detail: &str| json!({ "line": line, "column": column, "detail": detail });
    let expected = [
        violation(3, "Survived", "'2' is not of type 'boolean' - 'survived'"),
        violation(3, "Sex", "'men' is not one of ['male', 'female', 'other'] - 'sex'"),
        json!({ "line": 4, "detail": "the row has 2 cells, the header has 8" }),
    ];
    assert_eq!(response.violations(), expected);
    let problem = post(&app, "", "Name\n").await.problem(400);
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.starts_with("missing column `Survived`; expected the header "), "{detail}");
    assert!(stored(&database).await.is_empty());
}

async fn invalid_rows_are_skipped_on_request(backend: Backend) {
    let database = Database::migrated(backend).await;
    let app = TestApp::with_database(&database);
    let bad = OWEN.replace(",male,", ",men,");
    let report = post(&app, "?skip_bad_rows=true", format!("{HEADER}\n{bad}\n{OWEN}\n")).await.json(200);
    assert_eq!((&report["stored"], &report["rejected"]), (&json!(1), &json!(1)));
    let detail = "'men' is not one of ['male', 'female', 'other'] - 'sex'";
    assert_eq!(report["rejects"], json!([{ "line": 2, "faults": [{ "column": "Sex", "detail": detail }] }]));
    assert_eq!(stored(&database).await.len(), 1);
}

async fn a_duplicate_import_is_a_conflict(backend: Backend) {
    let database = Database::migrated(backend).await;
    let app = TestApp::with_database(&database);
    let csv = format!("{HEADER}\n{OWEN}\n");
    post(&app, "", csv.clone()).await.json(200);
    let problem = post(&app, "", csv.clone()).await.problem(409);
    assert!(problem["detail"].as_str().unwrap().starts_with("already imported on "), "{problem}");
    assert_eq!(stored(&database).await.len(), 1);
    post(&app, "?again=true", csv).await.json(200);
    assert_eq!(stored(&database).await.len(), 2);
}

async fn a_dry_run_stores_nothing(backend: Backend) {
    let database = Database::migrated(backend).await;
    let app = TestApp::with_database(&database);
    let report = post(&app, "?dry_run=true", format!("{HEADER}\n{OWEN}\n")).await.json(200);
    assert_eq!((&report["stored"], &report["dry_run"]), (&json!(1), &json!(true)));
    assert!(stored(&database).await.is_empty());
}

async fn people_are_updated_by_a_key_property(backend: Backend) {
    let database = Database::migrated(backend).await;
    let app = TestApp::with_database(&database);
    post(&app, "", format!("{HEADER}\n{OWEN}\n")).await.json(200);
    let report = post(&app, "?key=name", format!("{HEADER}\n{}\n", OWEN.replace(",22,", ",23,"))).await.json(200);
    assert_eq!((&report["stored"], &report["updated"]), (&json!(1), &json!(1)));
    let people = stored(&database).await;
    assert_eq!((people.len(), &people[0]["age"]), (1, &json!(23)));
    let problem = post(&app, "?key=wings", format!("{HEADER}\n")).await.problem(400);
    assert_eq!(problem["errors"][0]["parameter"], "key");
    post(&app, "", format!("{HEADER}\n{}\n", OWEN.replace(",22,", ",24,"))).await.json(200);
    let problem = post(&app, "?key=name", format!("{HEADER}\n{OWEN}\n")).await.problem(409);
    assert_eq!(
        problem["detail"],
        "rows cannot be matched by Name: several rows in the database have 'Mr. Owen Harris Braund'"
    );
}

async fn a_truncated_body_stores_nothing(backend: Backend) {
    let database = Database::migrated(backend).await;
    let app = TestApp::with_database(&database);
    let csv = format!("{HEADER}\n{OWEN}\n{ELISABETH}\n");
    let length = csv.len() + 1;
    let mut connection = app.raw_connection();
    let head =
        format!("POST /imports HTTP/1.1\r\nhost: people\r\ncontent-type: text/csv\r\ncontent-length: {length}\r\n\r\n");
    connection.send(format!("{head}{csv}").as_bytes()).unwrap();
    drop(connection);
    // A second import completes only after the first has ended.
    post(&app, "", format!("{HEADER}\n{OWEN}\n")).await.json(200);
    assert_eq!(stored(&database).await.len(), 1);
}

/// Imports need threads that may block, of which the runtime has a limited number. Clients that do not finish must not take them.
async fn unfinished_uploads_hold_no_threads(backend: Backend) {
    let test = move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().max_blocking_threads(4).enable_all().build();
        runtime.unwrap().block_on(import_beside_unfinished_uploads(backend));
    };
    tokio::task::spawn_blocking(test).await.unwrap();
}

async fn import_beside_unfinished_uploads(backend: Backend) {
    let app = TestApp::start(backend).await;
    let head = "POST /imports HTTP/1.1\r\nhost: people\r\ncontent-type: text/csv\r\ncontent-length: 100\r\n\r\nName";
    let begin = || {
        let mut connection = app.raw_connection();
        connection.send(head.as_bytes()).unwrap();
        connection
    };
    let unfinished: Vec<_> = std::iter::repeat_with(begin).take(8).collect();
    post(&app, "", format!("{HEADER}\n{OWEN}\n")).await.json(200);
    drop(unfinished);
}
