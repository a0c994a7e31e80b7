//! `GET /people`: whole people or some of their properties, as an array or a line for each, however many.

use dropspec::import::{Options, import};
use dropspec::{Limits, ResponseValidation};
use dropspec_app::App as _;
use people::api::types::Person;
use people::service::People;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Backend, Database, TestApp, person};

on_both_databases!(
    some_properties_are_answered,
    each_person_is_a_line,
    a_list_is_csv_that_can_be_imported,
    a_link_says_what_to_answer_as,
    long_lists_are_sent_as_they_are_fetched,
);

async fn lines(app: &TestApp, path: &str) -> Answer {
    let answer = app.send(app.request(Method::GET, path).header("accept", "application/x-ndjson")).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/x-ndjson"));
    answer
}

fn values(lines: &Answer) -> Vec<Value> {
    assert!(lines.text().is_empty() || lines.text().ends_with('\n'));
    lines.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

async fn some_properties_are_answered(backend: Backend) {
    let app = TestApp::start(backend).await;
    app.register(&person()).await;
    let answer = app.get("/people?fields=fare,name,sex").await;
    answer.json(200);
    assert_eq!(answer.text(), r#"[{"name":"Mr. Owen Harris Braund","sex":"male","fare":7.25}]"#);
    let answer = lines(&app, "/people?fields=age").await;
    assert_eq!(answer.text(), "{\"age\":22}\n");
}

async fn a_link_says_what_to_answer_as(backend: Backend) {
    let app = TestApp::start(backend).await;
    let location = app.register(&person()).await;
    app.register(&person()).await;
    let get = async |path: &str, accept: &str| app.send(app.request(Method::GET, path).header("accept", accept)).await;
    for (format, media_type) in
        [("json", "application/json"), ("ndjson", "application/x-ndjson"), ("csv", "text/csv"), ("html", "text/html")]
    {
        for accept in ["*/*", "text/html,*/*;q=0.8", "application/json"] {
            let page = get(&format!("/people?limit=1&format={format}"), accept).await;
            assert_eq!((page.status, page.header("content-type")), (200, media_type), "{accept}");
            // The next page is like this one.
            let link = format!("<?format={format}&limit=1&page_token=");
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

async fn each_person_is_a_line(backend: Backend) {
    let app = TestApp::start(backend).await;
    assert_eq!(lines(&app, "/people").await.text(), "");
    for _ in 0..3 {
        app.register(&person()).await;
    }
    let array = app.get("/people").await.json(200);
    assert_eq!(json!(values(&lines(&app, "/people").await)), array);
    let page = lines(&app, "/people?limit=2").await;
    assert_eq!(values(&page).len(), 2);
    assert!(page.header("link").ends_with("; rel=\"next\""));
}

async fn a_list_is_csv_that_can_be_imported(backend: Backend) {
    let app = TestApp::start(backend).await;
    let get = async |path: &str| {
        let answer = app.send(app.request(Method::GET, path).header("accept", "text/csv")).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "text/csv"));
        answer.text().to_owned()
    };
    app.register(&person()).await;
    assert_eq!(get("/people?fields=fare,name").await, "Name,Fare\r\nMr. Owen Harris Braund,7.25\r\n");
    let (list, before) = (get("/people").await, app.get("/people").await.json(200));
    app.delete(&format!("/people/{}", before[0]["uuid"].as_str().unwrap())).await;
    assert_eq!(app.get("/people").await.json(200), json!([]));
    let request = app.request(Method::POST, "/imports").header("content-type", "text/csv").body(list);
    app.send(request).await.json(200);
    assert_eq!(app.get("/people").await.json(200), before);
}

async fn long_lists_are_sent_as_they_are_fetched(backend: Backend) {
    let database = Database::migrated(backend).await;
    let mut list = Vec::new();
    people::sample::write_csv(2500, 1, &mut list).unwrap();
    let options = Options { again: true, ..Options::default() };
    import::<Person>(&database.connect(), std::io::Cursor::new(list), options).await.unwrap();
    // Where answers are looked at, they are gathered first.
    for validate_responses in [ResponseValidation::Off, ResponseValidation::Refuse] {
        let limits = Limits { validate_responses, ..Limits::default() };
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
        let second = app.get(&format!("/people{next}")).await.json(200);
        let both: Vec<Value> = [first.json(200), second].iter().flat_map(|it| it.as_array().unwrap().clone()).collect();
        assert_eq!(json!(both), expected);
        assert!(app.request(Method::HEAD, "/people?limit=2000").send().await.unwrap().status().is_success());
    }
}
