//! The stat service.

use roles::stat::StatService;
use serde_json::{Value, json};

use crate::support::{ROLES, TestServer, problem, respond};

const PATH: &str = "/post/rpgrole";

#[tokio::test]
async fn every_role_has_its_points() {
    let service = TestServer::start(StatService);
    for (role, stat) in ROLES {
        let expected = (200, "text/plain".to_owned(), stat.to_owned());
        assert_eq!(respond(service.post(PATH, "text/plain", role)).await, expected, "{role}");
        let name = json!({ "role": role }).to_string();
        assert_eq!(respond(service.post(PATH, "application/json", name)).await, expected, "{role}");
        let request = service.post(PATH, "text/plain; charset=utf-8", role).header("accept", "application/json");
        let (status, _, body) = respond(request).await;
        let body: Value = serde_json::from_str(&body).unwrap();
        let number = |name: &str| body[name].as_i64().unwrap();
        let plain = format!("HP: {} MP: {}", number("hp"), number("mp"));
        assert_eq!((status, body["stat"].as_str().unwrap(), plain), (200, stat, stat.replace(',', "")), "{role}");
    }
}

#[tokio::test]
async fn what_is_no_role_is_rejected() {
    let service = TestServer::start(StatService);
    for body in ["Goblin", "", "hero", " Hero", "Hero\n", "Hero,Knight", "\"Hero\"", "Demon%20King"] {
        let response = respond(service.post(PATH, "text/plain", body)).await;
        problem(&response, 400);
    }
    for body in
        ["", "null", "\"Hero\"", "{}", r#"{"role":"Goblin"}"#, r#"{"role":null}"#, r#"{"role":"Hero","hp":1}"#, "{"]
    {
        let response = respond(service.post(PATH, "application/json", body)).await;
        problem(&response, 400);
    }
}

#[tokio::test]
async fn bodies_of_other_kinds_are_rejected() {
    let service = TestServer::start(StatService);
    let response = respond(service.post(PATH, "text/plain", b"Her\xff".to_vec())).await;
    assert_eq!(problem(&response, 400), "the body is not UTF-8 from byte 3 on");
    for media_type in ["text/html", "application/xml", "application/x-www-form-urlencoded", "nonsense"] {
        problem(&respond(service.post(PATH, media_type, "Hero")).await, 415);
    }
    problem(&respond(service.post(PATH, "text/plain", "Hero".repeat(1000))).await, 413);
    problem(&respond(service.post(PATH, "text/plain", "Hero").header("accept", "text/html")).await, 406);
    problem(&respond(service.get(PATH)).await, 405);
}
