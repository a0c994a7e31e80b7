//! The log and the metrics.

use std::collections::HashMap;

use prometheus_parse::{Sample, Scrape, Value as MetricValue};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

use crate::support::{Backend, Database, LoggedServer, Program, Response, TestApp, execute_on, person, person_with};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

on_both_databases!(
    each_request_is_logged,
    metrics_count_requests,
    errors_are_logged_with_the_request_id,
    repeated_errors_are_counted,
    rejected_requests_are_logged_with_their_reason,
);

fn serve(database: &Database) -> LoggedServer {
    Program::new(&["serve"]).database(database.url()).env("APP_SETTINGS", "production").logs()
}

fn request(server: &LoggedServer, method: Method, path: &str) -> RequestBuilder {
    Client::new().request(method, format!("{}{path}", server.url))
}

async fn send(request: RequestBuilder) -> Response {
    let request = request.build().unwrap();
    Response::read(request.method().clone(), Client::new().execute(request).await.unwrap()).await
}

/// Returns the access log lines by request ID.
fn by_id(lines: Vec<Value>) -> HashMap<String, Value> {
    let requests = lines.into_iter().filter(|line| line["msg"] == "request");
    requests.map(|line| (line["request_id"].as_str().unwrap().to_owned(), line)).collect()
}

async fn each_request_is_logged(backend: Backend) {
    let database = Database::migrated(backend).await;
    let server = serve(&database);
    let created = send(request(&server, Method::POST, "/people").json(&person())).await;
    let found = request(&server, Method::GET, created.header("location"));
    let found = send(found.header("traceparent", format!("00-{TRACE}-{PARENT}-01"))).await;
    let list = request(&server, Method::GET, "/people?name_contains=sesame-in-the-query");
    let list = send(list.header("traceparent", "00-bad")).await;
    let rejected = request(&server, Method::GET, "/people");
    let rejected = send(rejected.bearer_auth("sesame-as-a-token").header("x-api-key", "sesame-as-a-key")).await;
    let head = send(request(&server, Method::HEAD, "/people")).await;
    let nowhere = send(request(&server, Method::GET, "/nowhere/%22?a=sesame")).await;
    let probe = send(request(&server, Method::GET, "/health/ready")).await;

    let lines = server.stop();
    assert!(!format!("{lines:?}").contains("sesame"), "{lines:?}");
    let lines = by_id(lines);
    assert_eq!(lines.len(), 6, "one per request except the probe: {lines:#?}");
    assert!(!lines.contains_key(probe.header("x-request-id")));

    let line = |response: &Response| &lines[response.header("x-request-id")];
    let logged = |response: &Response| {
        let line = line(response);
        ["level", "method", "route", "path", "status", "bytes"].map(|key| line[key].clone())
    };
    let path = created.header("location");
    let length = |response: &Response| Value::from(response.body.len());
    let expected = |method: &str, route: &str, path: &str, status: u16, bytes: Value| {
        [json!("info"), json!(method), json!(route), json!(path), json!(status), bytes]
    };
    assert_eq!(logged(&created), expected("POST", "/people", "/people", 201, length(&created)));
    assert_eq!(logged(&found), expected("GET", "/people/{uuid}", path, 200, length(&found)));
    assert_eq!(logged(&list), expected("GET", "/people", "/people", 200, length(&list)));
    assert_eq!(logged(&rejected), expected("GET", "/people", "/people", 401, length(&rejected)));
    assert_eq!(logged(&head), expected("HEAD", "/people", "/people", 200, json!(0)));
    assert_eq!(logged(&nowhere), expected("GET", "", "/nowhere/%22", 404, length(&nowhere)));

    assert_eq!((&line(&found)["trace_id"], &line(&found)["parent_span_id"]), (&json!(TRACE), &json!(PARENT)));
    let own = line(&list)["trace_id"].as_str().unwrap();
    assert_eq!(own, list.header("x-request-id").replace('-', ""), "a new trace has the ID of the request");
    for response in [&created, &found, &list] {
        let (latency, database) = (line(response)["latency_ms"].as_f64(), line(response)["database_ms"].as_f64());
        assert!(database > Some(0.0) && latency > database, "{:?}", line(response));
    }
    assert_eq!(line(&nowhere)["database_ms"], 0.0);
    assert!(line(&found)["time"].as_str().unwrap().ends_with('Z'));
    assert!(line(&found)["peer"].as_str().unwrap().starts_with("127.0.0.1:"));
}

async fn metrics_count_requests(backend: Backend) {
    let database = Database::migrated(backend).await;
    let server = serve(&database);
    for _ in 0..3 {
        send(request(&server, Method::POST, "/people").json(&person())).await.json(201);
    }
    send(request(&server, Method::POST, "/people").json(&json!({}))).await.problem(400);
    send(request(&server, Method::GET, "/nowhere")).await.problem(404);

    let response = send(request(&server, Method::GET, "/metrics")).await;
    assert_eq!(response.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    let lines = response.text().lines().map(|line| Ok(line.to_owned()));
    let samples = Scrape::parse(lines).unwrap().samples;
    let find = |name: &str, labels: &[(&str, &str)]| {
        let has = |sample: &&Sample| {
            sample.metric == name && labels.iter().all(|(label, value)| sample.labels.get(label) == Some(value))
        };
        samples.iter().find(has).map(|sample| sample.value.clone())
    };
    let metric = |name: &str, labels: &[(&str, &str)]| match find(name, labels) {
        Some(MetricValue::Counter(metric) | MetricValue::Gauge(metric) | MetricValue::Untyped(metric)) => metric,
        other => panic!("{name} {labels:?} is {other:?} in\n{}", response.text()),
    };
    let posts = [("method", "POST"), ("route", "/people")];
    let status = |status| [posts[0], posts[1], ("status", status)];
    assert_eq!(metric("http_requests_total", &status("201")), 3.0);
    assert_eq!(metric("http_requests_total", &status("400")), 1.0);
    assert_eq!(metric("http_requests_total", &[("route", ""), ("status", "404")]), 1.0);
    assert_eq!(metric("http_requests_in_flight", &[]), 1.0, "the request for the metrics");
    assert!(metric("http_request_database_seconds_total", &posts) > 0.0);
    let Some(MetricValue::Histogram(buckets)) = find("http_request_duration_seconds", &posts) else {
        panic!("no histogram in\n{}", response.text());
    };
    assert_eq!(buckets.last().map(|bucket| (bucket.less_than, bucket.count)), Some((f64::INFINITY, 4.0)));
    assert!(buckets.is_sorted_by_key(|bucket| bucket.count));
    assert_eq!(metric("imports_total", &[("outcome", "stored")]), 0.0);
    assert_eq!(metric("log_lines_lost_total", &[]), 0.0);
    assert_eq!(metric("build_info", &[("name", "app"), ("version", env!("CARGO_PKG_VERSION"))]), 1.0);
    assert!(metric("process_resident_memory_bytes", &[]) > 1e6);
    assert!(metric("process_open_fds", &[]) > 3.0);
    if let Backend::Postgres = backend {
        assert!(metric("database_pool_max_size", &[]) >= metric("database_pool_size", &[]));
    }

    let request =
        request(&server, Method::GET, "/metrics").header("accept", "application/openmetrics-text;version=1.0.0");
    let response = send(request).await;
    assert_eq!(response.header("content-type"), "application/openmetrics-text; version=1.0.0; charset=utf-8");
    assert!(response.text().ends_with("# EOF\n"));
}

async fn errors_are_logged_with_the_request_id(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let server = serve(&database);
    execute_on(&database, "DROP TABLE people").await;
    let problem = send(request(&server, Method::GET, "/people")).await.problem(500);
    let lines = server.stop();
    let errors: Vec<&Value> = lines.iter().filter(|line| line["level"] == "error").collect();
    let [error] = errors.as_slice() else { panic!("expected one error: {lines:#?}") };
    assert_eq!((&error["msg"], &error["request_id"]), (&json!("operation failed"), &problem["request_id"]));
    assert!(error["cause"].as_str().unwrap().contains("people"), "{error}");
    assert_eq!(by_id(lines.clone())[problem["request_id"].as_str().unwrap()]["status"], 500);
}

async fn repeated_errors_are_counted(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let server = serve(&database);
    execute_on(&database, "DROP TABLE people").await;
    for _ in 0..50 {
        send(request(&server, Method::GET, "/people")).await.problem(500);
    }
    let lines = server.stop();
    let errors: Vec<&str> =
        lines.iter().filter(|line| line["level"] == "error").map(|line| line["msg"].as_str().unwrap()).collect();
    // Summaries may have been written in between, and the last one at the end.
    assert!(errors.len() >= 2 && errors.len() < 10, "{errors:#?}");
    assert_eq!(errors[0], "operation failed");
    assert!(errors[1].starts_with("operation failed (") && errors[1].ends_with(" s)"), "{errors:#?}");
    assert_eq!(by_id(lines).len(), 50, "each request has its line");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_database_is_a_few_lines() {
    let database = Database::exclusive(Backend::Postgres).await;
    let server = serve(&database);
    let created = send(request(&server, Method::POST, "/people").json(&person())).await;
    let location = created.header("location");
    drop(database);
    for _ in 0..20 {
        send(request(&server, Method::GET, "/people")).await.problem(503);
        send(request(&server, Method::GET, location)).await.problem(503);
        send(request(&server, Method::POST, "/people").json(&person())).await.problem(503);
    }
    let lines = server.stop();
    let errors: Vec<&Value> = lines.iter().filter(|line| line["level"] == "error").collect();
    assert!(!errors.is_empty() && errors.len() < 12, "{errors:#?}");
    let message = "dependency unavailable, requests fail; check that it runs and can be reached";
    assert!(errors.iter().any(|error| error["msg"] == message), "{errors:#?}");
    for error in &errors {
        let cause = error["cause"].as_str().unwrap();
        let parts: Vec<&str> = cause.split(": ").collect();
        let distinct: std::collections::HashSet<&&str> = parts.iter().collect();
        assert_eq!(parts.len(), distinct.len(), "a cause is repeated: {cause}");
    }
}

async fn rejected_requests_are_logged_with_their_reason(backend: Backend) {
    let database = Database::migrated(backend).await;
    let server = serve(&database);
    let secret = person_with("age", "Secret");
    let invalid = send(request(&server, Method::POST, "/people").json(&secret)).await;
    let page = request(&server, Method::POST, "/people").header("accept", "text/html,*/*;q=0.8");
    let page = page.header("content-type", "application/x-www-form-urlencoded").body("age=Secret");
    let page = send(page).await;
    assert_eq!((invalid.status, page.status), (400, 400));
    let missing = send(request(&server, Method::GET, "/nowhere")).await;
    let long = format!("/people/{}", "a".repeat(60_000));
    let long = send(request(&server, Method::GET, &long)).await;
    let found = send(request(&server, Method::GET, "/people")).await;

    let lines = by_id(server.stop());
    let line = |response: &Response| lines[response.header("x-request-id")].clone();
    assert_eq!(line(&invalid)["reason"], "invalid: /age");
    assert!(line(&page)["reason"].as_str().unwrap().contains("/age"), "{}", line(&page));
    assert_eq!(line(&missing)["reason"], "no such path: /nowhere");
    assert!(line(&long).to_string().len() < 4000, "{}", line(&long).to_string().len());
    assert_eq!(line(&found).get("reason"), None);
    assert!(!format!("{lines:?}").contains("Secret"), "values may be personal data");
}

#[tokio::test(flavor = "multi_thread")]
async fn server_timing_is_sent_if_enabled() {
    let database = Database::migrated(Backend::Sqlite).await;
    let server = Program::new(&["serve"])
        .database(database.url())
        .env("APP_LOG_LEVEL", "info")
        .env("APP_SERVER_TIMING", "on")
        .logs();
    let response = send(request(&server, Method::GET, "/people")).await;
    let timing = response.header("server-timing").to_owned();
    let (database, total) = timing.strip_prefix("db;dur=").unwrap().split_once(", total;dur=").unwrap();
    assert!(
        database.parse::<f64>().unwrap() > 0.0 && total.parse::<f64>().unwrap() >= database.parse().unwrap(),
        "{timing}"
    );

    let app = TestApp::start(Backend::Sqlite).await;
    assert_eq!(app.get("/people").await.headers.get("server-timing"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_admin_port_serves_only_probes_and_metrics() {
    let database = Database::migrated(Backend::Sqlite).await;
    let program = Program::new(&["serve"]).database(database.url()).env("APP_LOG_LEVEL", "info");
    let server = program.env("APP_ADMIN_BIND", "127.0.0.1:0").logs();
    let admin = server.admin.clone().unwrap();
    let ask = async |path: &str| send(Client::new().get(format!("{admin}{path}"))).await;
    send(request(&server, Method::GET, "/people")).await.json(200);
    for path in ["/health/live", "/health/ready"] {
        ask(path).await.json(200);
        send(request(&server, Method::GET, path)).await.json(200);
    }
    ask("/people").await.problem(404);
    send(request(&server, Method::GET, "/metrics")).await.problem(404);
    let metrics = ask("/metrics").await;
    assert!(metrics.text().contains(r#"http_requests_total{method="GET",route="/people",status="200"} 1"#));
    assert!(!metrics.text().contains(r#"route="/metrics""#), "requests for metrics are not counted");

    let health = Program::new(&["check_health"]).env("APP_ADMIN_BIND", admin.trim_start_matches("http://"));
    assert_eq!(health.env("APP_BIND", "127.0.0.1:9").succeeds(), format!("ready: {admin}/health/ready\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    // The first start loads the sample data into the embedded database.
    let server = Program::new(&["serve"]).in_folder(folder.path()).env("APP_LOG_LEVEL", "info").logs();
    let metrics = send(request(&server, Method::GET, "/metrics")).await;
    let has = |line: &str| metrics.text().lines().any(|other| other == line);
    assert!(has(r#"imports_total{outcome="stored"} 1"#) && has(r#"imports_total{outcome="refused"} 0"#));
    assert!(has(r#"import_rows_total{outcome="stored"} 887"#) && has(r#"import_rows_total{outcome="rejected"} 0"#));
}
