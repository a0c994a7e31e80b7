//! The page without a back end that works.

use reqwest::header::ACCEPT;
use serde_json::Value;

use crate::support::{Backend, Behaviour, HTML, Stub, Users, client, free_address, frontend, send, url};

/// What the page says about a back end that behaves in this way, and the status.
async fn says(behaviour: Behaviour, status: u16, reason: &str) {
    let stub = Stub::start(behaviour.clone()).await;
    page_says(&stub.url, status, reason, &format!("{behaviour:?}")).await;
}

async fn page_says(backend: &str, status: u16, reason: &str, case: &str) {
    let frontend = frontend(backend).await;
    let root = url(&frontend);
    let shown = client().get(&root).header(ACCEPT, HTML);
    let submitted = client().post(&root).header(ACCEPT, HTML).form(&[("count", "5")]);
    for (request, advice) in [(shown, "Try again"), (submitted, "Look at the list before you generate more names")] {
        let (found, page) = send(request).await;
        assert_eq!(found, status, "{case}: {page}");
        for part in ["<h2>The back end is away</h2>", reason, advice] {
            assert!(page.contains(part), "{case}: {part}\n{page}");
        }
    }
    let (found, page) = send(client().get(&root)).await;
    assert_eq!((found, page.contains("The back end is away")), (status, true), "also without a preference: {page}");
    let (found, problem) = send(client().get(&root).header(ACCEPT, "application/json, text/html;q=0.5")).await;
    let problem: Value = serde_json::from_str(&problem).unwrap();
    let detail = problem["detail"].as_str().unwrap();
    assert_eq!(found, status);
    assert!(detail.contains("backend") && detail.contains(reason), "{detail}");
    assert!(!detail.contains("127.0.0.1"), "the address is not public: {detail}");
    // It can do its own work, which is to say so.
    let (ready, state) = send(client().get(format!("{root}/health/ready"))).await;
    assert_eq!(ready, 200, "{state}");
}

#[tokio::test]
async fn a_back_end_that_is_down() {
    page_says(&format!("http://{}", free_address()), 502, "cannot be reached", "down").await;
    says(Behaviour::Closes, 502, "cannot be reached").await;
}

#[tokio::test]
async fn a_back_end_that_is_slow() {
    says(Behaviour::IsSilent, 504, "did not respond in time").await;
    says(Behaviour::Drips, 504, "did not respond in time").await;
}

#[tokio::test]
async fn a_back_end_that_fails() {
    let problem = r#"{"type":"about:blank","title":"Service Unavailable","status":503}"#;
    for (status, content_type, body) in [
        ("500 Internal Server Error", "text/html", "<h1>Oops</h1>"),
        ("503 Service Unavailable", "application/problem+json", problem),
        ("404 Not Found", "text/plain", "no such thing"),
    ] {
        says(Behaviour::responds(status, content_type, body), 502, &format!("responded with {}", &status[..3])).await;
    }
}

#[tokio::test]
async fn a_back_end_that_answers_nonsense() {
    let large = format!("[{}]", " ".repeat(2 * 1024 * 1024));
    for (content_type, body) in [
        ("text/html", "<h1>Welcome</h1>"),
        ("application/json", "<h1>Welcome</h1>"),
        ("application/json", ""),
        ("application/json", "[{\"userName\": \"Abel"),
        ("application/json", "{\"userName\": \"Abel\"}"),
        ("application/json", "[{\"userName\": 5}]"),
        ("application/json", "[{\"name\": \"Abel\"}]"),
        ("application/json", &large),
    ] {
        let (ok, created) =
            (Behaviour::responds("200 OK", content_type, body), Behaviour::responds("201 Created", content_type, body));
        let case: String = body.chars().take(40).collect();
        for behaviour in [ok, created] {
            let stub = Stub::start(behaviour).await;
            page_says(&stub.url, 502, "sent an invalid response", &format!("{content_type} {case}")).await;
        }
    }
}

#[tokio::test]
async fn bytes_that_are_not_http() {
    says(Behaviour::Sends("SSH-2.0-OpenSSH_9.2\r\n".to_owned()), 502, "cannot be reached").await;
}

on_both_databases!(the_page_recovers_with_its_back_end);

async fn the_page_recovers_with_its_back_end(kind: Backend) {
    let address = free_address();
    let frontend = frontend(&format!("http://{address}")).await;
    let root = url(&frontend);
    let page = async || send(client().get(&root).header(ACCEPT, HTML)).await;
    assert_eq!(page().await.0, 502);

    let users = Users::start_with(kind, address, frontend).await;
    users.store("Abel Kern").await;
    let (status, text) = page().await;
    assert_eq!((status, text.contains("Abel Kern")), (200, true), "{text}");

    let Users { backend, frontend: _frontend, .. } = users;
    backend.close().await.unwrap();
    assert_eq!(page().await.0, 502);
}
