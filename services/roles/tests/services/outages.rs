//! The page while a service that it asks is down, slow, or answers nonsense.

use std::time::{Duration, Instant};

use crate::support::{Fake, FakeServer, Family, PAGE, ROLES, Shown};

/// The variables of the services, and what the page says without them.
const SERVICES: [(&str, &str); 4] = [
    ("ROLE", "No character could be found for you."),
    ("STAT", "The points of the character are not available."),
    ("DESCRIPTION", "The story of the character is not available."),
    ("MOVE", "The next move is not known."),
];

const FAILURES: [Fake; 11] = [
    Fake::Down,
    Fake::Silent,
    Fake::Endless,
    Fake::raw("HTTP/1.1 500 Internal Server Error\r\ncontent-type: application/problem+json\r\n\r\n{}"),
    Fake::raw("HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\n\r\n<h1>Bad Gateway</h1>"),
    Fake::raw("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<h1>It works!</h1>"),
    Fake::raw("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\nHero"),
    Fake::raw(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"role\":\"Goblin\",\"hp\":\"many\",\"move\":1}",
    ),
    Fake::raw("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{\"role\":\"Hero\"}"),
    Fake::raw("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\n\r\n"),
    Fake::raw("what?\r\n\r\n"),
];

/// Starts the services with one of them replaced.
async fn start(service: &str, fake: &FakeServer) -> Family {
    let (url, timeout) = (format!("{service}_URL"), format!("{service}_TIMEOUT"));
    Family::start_with(&[(&url, &fake.url), (&timeout, "400ms")]).await
}

/// Asserts that the page shows all but what a service knows.
fn assert_lacks_only(service: &str, shown: &Shown) {
    let role = shown.role();
    assert_eq!(role.is_none(), service == "ROLE", "{}", shown.html);
    let expected = ROLES.iter().find(|(it, _)| Some(*it) == role && service != "STAT").map(|(_, stat)| *stat);
    assert_eq!(shown.stat(), expected);
    assert_eq!(shown.next_move().is_none(), ["ROLE", "MOVE"].contains(&service));
    let is_story = shown.story().is_some_and(|story| !story.contains("gate is still shut"));
    assert_eq!(is_story, !["ROLE", "DESCRIPTION"].contains(&service));
}

#[tokio::test]
async fn the_page_shows_the_rest() {
    for (service, sentence) in SERVICES {
        for failure in FAILURES {
            let fake = FakeServer::start(failure).await;
            let family = start(service, &fake).await;
            let started = Instant::now();
            let shown = family.show().await;
            assert_eq!((shown.status, shown.missing()), (503, vec![sentence]), "{service} {failure:?}: {}", shown.html);
            assert_lacks_only(service, &shown);
            assert!(started.elapsed() < Duration::from_secs(10), "{service} {failure:?} takes too long");
            assert!(!shown.html.contains("It works") && !shown.html.contains("127.0.0.1"), "{}", shown.html);
        }
    }
}

#[tokio::test]
async fn several_services_can_be_missing() {
    let fake = FakeServer::start(Fake::Down).await;
    let family =
        Family::start_with(&[("STAT_URL", &fake.url), ("DESCRIPTION_URL", &fake.url), ("MOVE_URL", &fake.url)]).await;
    let shown = family.show().await;
    assert_eq!((shown.status, shown.missing().len()), (503, 3));
    assert!(shown.role().is_some());
}

#[tokio::test]
async fn a_service_may_take_its_time() {
    let response = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"move\":\"DEFEND\"}";
    let fake = FakeServer::start(Fake::Responds(response, Duration::from_millis(200))).await;
    let family = Family::start_with(&[("MOVE_URL", &fake.url), ("MOVE_TIMEOUT", "30s")]).await;
    let shown = family.show().await;
    assert_eq!((shown.status, shown.next_move()), (200, Some("DEFEND")));
}

#[tokio::test]
async fn the_page_is_ready_without_the_others() {
    let fake = FakeServer::start(Fake::Down).await;
    let family = start("STAT", &fake).await;
    let (status, _, body) = crate::support::respond(family.page.get("/health/ready")).await;
    assert_eq!(status, 200, "{body}");
    assert!(body.contains(r#""stat":"cannot be reached""#) && body.contains(r#""role":"available""#), "{body}");
}

#[tokio::test]
async fn the_trace_is_passed_on() {
    const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
    let fake = FakeServer::start(Fake::raw("HTTP/1.1 500 No\r\n\r\n")).await;
    let family = start("MOVE", &fake).await;
    let request = family.page.get(PAGE).header("traceparent", format!("00-{TRACE}-b7ad6b7169203331-01"));
    let response = request.send().await.unwrap();
    let id = response.headers()["x-request-id"].to_str().unwrap();
    let requests = fake.requests();
    assert!(requests[0].contains(&format!("x-request-id: {id}")) && requests[0].contains(TRACE), "{requests:?}");
}
