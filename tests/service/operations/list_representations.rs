//! `GET /people`: media types, selected properties and streaming.

use dropspec::transfer::{Options, import};
use dropspec::{ResponseValidation, ServiceConfig};
use dropspec_app::App as _;
use people::api::types::Person;
use people::service::People;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Backend, Database, Response, TestApp, person};

on_both_databases!(
    fields_selects_properties,
    ndjson_has_one_line_per_person,
    csv_can_be_imported,
    format_overrides_the_accept_header,
    long_lists_are_streamed,
);

async fn lines(app: &TestApp, path: &str) -> Response {
    let response = app.send(app.request(Method::GET, path).header("accept", "application/x-ndjson")).await;
    assert_eq!((response.status, response.header("content-type")), (200, "application/x-ndjson"));
    response
}

fn values(lines: &Response) -> Vec<Value> {
    assert!(lines.text().is_empty() || lines.text().ends_with('\n'));
    lines.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

async fn fields_selects_properties(backend: Backend) {
    let app = TestApp::start(backend).await;
    app.create(&person()).await;
    let response = app.get("/people?fields=fare,name,sex").await;
    response.json(200);
    assert_eq!(response.text(), r#"[{"name":"Mr. Owen Harris Braund","sex":"male","fare":7.25}]"#);
    let response = lines(&app, "/people?fields=age").await;
    assert_eq!(response.text(), "{\"age\":22}\n");
}

async fn format_overrides_the_accept_header(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.create(&person()).await;
    app.create(&person()).await;
    let get = async |path: &str, accept: &str| app.send(app.request(Method::GET, path).header("accept", accept)).await;
    for (format, media_type) in
        [("json", "application/json"), ("ndjson", "application/x-ndjson"), ("csv", "text/csv"), ("html", "text/html")]
    {
        for accept in ["*/*", "text/html,*/*;q=0.8", "application/json"] {
            let page = get(&format!("/people?limit=1&format={format}"), accept).await;
            assert_eq!((page.status, page.header("content-type")), (200, media_type), "{accept}");
            // The link to the next page keeps the format.
            let link = format!("</people?format={format}&limit=1&page_token=");
            assert!(page.header("link").starts_with(&link), "{}", page.header("link"));
        }
    }
    let page = get("/people?sort=age&age_gte=1", "text/html").await;
    assert!(page.text().contains("href=\"?age_gte=1&#38;sort=age&#38;limit=1000&#38;format=csv\""), "{}", page.text());
    let page = get(&location, "text/html").await;
    assert!(page.text().contains("href=\"?format=json\""), "{}", page.text());
    get(&format!("{location}?format=json"), "text/html,*/*").await.json(200);
    let page = get(&format!("{location}?format=html"), "*/*").await;
    assert_eq!(page.header("etag"), "\"1-html\"");
    for path in
        ["/people?format=xml", &format!("{location}?format=csv"), "/people?format=", "/people?format=csv&format=csv"]
    {
        let violations = get(path, "*/*").await.violations();
        assert_eq!((violations.len(), &violations[0]["parameter"]), (1, &json!("format")), "{path}");
    }
}

async fn ndjson_has_one_line_per_person(backend: Backend) {
    let app = TestApp::start(backend).await;
    assert_eq!(lines(&app, "/people").await.text(), "");
    for _ in 0..3 {
        app.create(&person()).await;
    }
    let array = app.get("/people").await.json(200);
    assert_eq!(json!(values(&lines(&app, "/people").await)), array);
    let page = lines(&app, "/people?limit=2").await;
    assert_eq!(values(&page).len(), 2);
    assert!(page.header("link").ends_with("; rel=\"next\""));
}

async fn csv_can_be_imported(backend: Backend) {
    let app = TestApp::start(backend).await;
    let get = async |path: &str| {
        let response = app.send(app.request(Method::GET, path).header("accept", "text/csv")).await;
        assert_eq!((response.status, response.header("content-type")), (200, "text/csv"));
        response.text().to_owned()
    };
    app.create(&person()).await;
    assert_eq!(get("/people?fields=fare,name").await, "Name,Fare\r\nMr. Owen Harris Braund,7.25\r\n");
    let (list, before) = (get("/people").await, app.get("/people").await.json(200));
    app.delete(&format!("/people/{}", before[0]["uuid"].as_str().unwrap())).await;
    assert_eq!(app.get("/people").await.json(200), json!([]));
    let request = app.request(Method::POST, "/imports").header("content-type", "text/csv").body(list);
    app.send(request).await.json(200);
    assert_eq!(app.get("/people").await.json(200), before);
}

async fn long_lists_are_streamed(backend: Backend) {
    let database = Database::migrated(backend).await;
    let mut list = Vec::new();
    people::sample::write_csv(2500, 1, &mut list).unwrap();
    let options = Options { force: true, ..Options::default() };
    import::<Person>(&database.connect(), std::io::Cursor::new(list), options).await.unwrap();
    // Responses are buffered if they are validated.
    for validate_responses in [ResponseValidation::Off, ResponseValidation::Enforce] {
        let limits = ServiceConfig { validate_responses, ..ServiceConfig::default() };
        let app = TestApp::serve(People::new(database.connect()), People::routes(), limits);
        let all = app.get("/people?limit=10000&sort=name").await;
        let expected = all.json(200);
        assert_eq!(expected.as_array().unwrap().len(), 2500);
        assert!(!all.headers.contains_key("link") && !all.headers.contains_key("etag"));
        let is_streamed = validate_responses == ResponseValidation::Off;
        assert_eq!(all.headers.contains_key("content-length"), !is_streamed);
        assert_eq!(json!(values(&lines(&app, "/people?limit=10000&sort=name").await)), expected);

        let page = app.get("/people?limit=1000&sort=name").await;
        assert_eq!(page.header("content-length"), page.body.len().to_string());
        let first = app.get("/people?limit=1500&sort=name").await;
        let next = first.header("link").trim_start_matches('<').split_once('>').unwrap().0.to_owned();
        let second = app.get(&next).await.json(200);
        let both: Vec<Value> = [first.json(200), second].iter().flat_map(|it| it.as_array().unwrap().clone()).collect();
        assert_eq!(json!(both), expected);
        assert!(app.request(Method::HEAD, "/people?limit=2000").send().await.unwrap().status().is_success());
    }
}
