//! HTML form submissions.

use reqwest::Method;

use crate::support::{Backend, Response, TestApp, person};

on_both_databases!(
    a_form_creates_a_person,
    a_rejected_form_is_shown_again,
    a_form_updates_and_deletes_a_person,
    a_concurrent_change_is_a_conflict,
    a_cross_site_form_is_rejected,
);

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// Encodes the fields of a form like a browser.
fn encoded(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>().join("&")
}

async fn post(app: &TestApp, path: &str, fields: &[(&str, &str)], accept: &str) -> Response {
    let request = app.request(Method::POST, path).header("content-type", "application/x-www-form-urlencoded");
    app.send(request.header("accept", accept).body(encoded(fields))).await
}

const EMMA: [(&str, &str); 8] = [
    ("survived", "true"),
    ("passengerClass", "2"),
    ("name", "Mrs. Émma & Co"),
    ("sex", "female"),
    ("age", "30"),
    ("siblingsOrSpousesAboard", "0"),
    ("parentsOrChildrenAboard", "1"),
    ("fare", "7.5"),
];

async fn a_form_creates_a_person(backend: Backend) {
    let app = TestApp::start(backend).await;
    let response = post(&app, "/people", &EMMA, BROWSER).await;
    assert_eq!((response.status, response.text()), (303, ""));
    let page = response.header("location").to_owned();
    assert!(page.starts_with("people/"), "{page} is relative to /people");
    let stored = app.get(&format!("/{page}")).await.json(200);
    assert_eq!(
        (&stored["name"], &stored["age"], &stored["fare"], &stored["survived"]),
        (&"Mrs. Émma & Co".into(), &30.into(), &7.5.into(), &true.into())
    );
    let key = page.strip_prefix("people/").unwrap();
    let again: Vec<_> = EMMA.into_iter().chain([("uuid", key)]).collect();
    let response = post(&app, "/people", &again, "*/*").await;
    assert_eq!(response.problem(409)["detail"], format!("the uuid {key} is taken"));
}

async fn a_rejected_form_is_shown_again(backend: Backend) {
    let app = TestApp::start(backend).await;
    let fields = EMMA.map(|(name, value)| if name == "age" { (name, "old") } else { (name, value) });
    let response = post(&app, "/people", &fields, BROWSER).await;
    assert_eq!((response.status, response.header("content-type")), (400, "text/html; charset=utf-8"));
    for part in ["&#39;old&#39; is not of type &#39;integer&#39;</p>", "value=\"Mrs. Émma &#38; Co\"", "value=\"old\""]
    {
        assert!(response.text().contains(part), "{part}\n{}", response.text());
    }
    let problem = post(&app, "/people", &fields, "application/json").await.problem(400);
    assert_eq!(problem["errors"][0]["pointer"], "/age");
    let nothing = EMMA.map(|(name, _)| (name, ""));
    let problem = post(&app, "/people", &nothing, "*/*").await.problem(400);
    assert_eq!(
        problem["errors"].as_array().map(Vec::len),
        Some(8),
        "an emptied field does not get its default: {problem}"
    );
    assert_eq!(app.get("/people").await.json(200), serde_json::json!([]), "nothing is stored");
}

/// Returns the fields of the edit form with a changed name.
fn edit_form<'f>(action: &'f str, version: &'f str, key: &'f str, name: &'f str) -> Vec<(String, &'f str)> {
    let record = EMMA.map(|(field, value)| (format!("record[{field}]"), if field == "name" { name } else { value }));
    let rest = [("action", action), ("version", version), ("record[uuid]", key)];
    rest.map(|(field, value)| (field.to_owned(), value)).into_iter().chain(record).collect()
}

async fn submit(app: &TestApp, location: &str, fields: &[(String, &str)], accept: &str) -> Response {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    post(app, location, &fields, accept).await
}

async fn a_form_updates_and_deletes_a_person(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    let key = location.strip_prefix("/people/").unwrap();
    let saved = submit(&app, &location, &edit_form("save", "1", key, "Emma"), BROWSER).await;
    assert_eq!((saved.status, saved.header("location")), (303, key));
    let stored = app.get(&location).await;
    assert_eq!((stored.header("etag"), &stored.json(200)["name"]), ("\"2\"", &"Emma".into()));
    let rejected = submit(&app, &location, &edit_form("save", "2", key, ""), BROWSER).await;
    assert_eq!(rejected.status, 400);
    assert!(rejected.text().contains("<p>This field is required</p>"), "{}", rejected.text());
    let other =
        submit(&app, &location, &edit_form("save", "2", "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f", "A"), "*/*").await;
    assert_eq!(other.problem(409)["errors"][0]["pointer"], "/record/uuid");
    let removed = post(&app, &location, &[("action", "delete"), ("version", "2")], BROWSER).await;
    assert_eq!((removed.status, removed.header("location")), (303, "../people"));
    let missing = submit(&app, &location, &edit_form("save", "2", key, "Emma"), BROWSER).await;
    assert_eq!(missing.status, 404);
    assert!(missing.text().contains("There is no person"), "{}", missing.text());
}

async fn a_concurrent_change_is_a_conflict(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    let key = location.strip_prefix("/people/").unwrap();
    submit(&app, &location, &edit_form("save", "1", key, "Theirs"), BROWSER).await;
    let conflict = submit(&app, &location, &edit_form("save", "1", key, "Mine"), BROWSER).await;
    assert_eq!(conflict.status, 409);
    for part in
        ["current value: Theirs", "value=\"Mine\"", "name=\"version\" value=\"2\"", "was changed after you opened it"]
    {
        assert!(conflict.text().contains(part), "{part}\n{}", conflict.text());
    }
    let removal = post(&app, &location, &[("action", "delete"), ("version", "1")], "*/*").await;
    removal.problem(409);
    let saved = submit(&app, &location, &edit_form("save", "2", key, "Mine"), BROWSER).await;
    assert_eq!(saved.status, 303);
    assert_eq!(app.get(&location).await.json(200)["name"], "Mine");
}

async fn a_cross_site_form_is_rejected(backend: Backend) {
    let app = TestApp::start(backend).await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "http://elsewhere.example")] {
        let request = app.request(Method::POST, "/people").header("content-type", "application/x-www-form-urlencoded");
        app.send(request.header(name, value).body(encoded(&EMMA))).await.problem(403);
    }
    assert_eq!(app.get("/people").await.json(200), serde_json::json!([]));
}
