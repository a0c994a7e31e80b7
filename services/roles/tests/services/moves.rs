//! The move service.

use std::collections::HashSet;

use roles::moves::MoveService;
use serde_json::{Value, json};

use crate::support::{ROLES, TestServer, problem, respond};

const PATH: &str = "/post/move";

/// Long enough to see all moves of a role: it has at most four.
const ROUNDS: usize = 60;

async fn moves_of(service: &TestServer<MoveService>, role: &str) -> HashSet<String> {
    let mut moves = HashSet::new();
    for _ in 0..ROUNDS {
        let name = json!({ "role": role }).to_string();
        let (status, media_type, chosen) = respond(service.post(PATH, "application/json", name)).await;
        assert_eq!((status, media_type.as_str()), (200, "text/plain"), "{role}: {chosen}");
        moves.insert(chosen);
    }
    moves
}

#[tokio::test]
async fn moves_suit_the_role() {
    let service = TestServer::start(MoveService);
    for (role, _) in ROLES {
        let moves = moves_of(&service, role).await;
        assert!(moves.len() > 1, "{role} has a choice: {moves:?}");
        assert_eq!(moves.contains("HEAL"), role == "Healer", "{moves:?}");
        assert!(role != "Healer" || !moves.contains("ATTACK"), "{moves:?}");
    }
}

#[tokio::test]
async fn the_move_is_json_on_request() {
    let service = TestServer::start(MoveService);
    let request = service.post(PATH, "application/json", r#"{"role":"Healer"}"#).header("accept", "application/json");
    let (status, _, body) = respond(request).await;
    let body: Value = serde_json::from_str(&body).unwrap();
    assert!(status == 200 && [json!({ "move": "HEAL" }), json!({ "move": "DEFEND" })].contains(&body), "{body}");
}

#[tokio::test]
async fn what_is_no_role_is_rejected() {
    let service = TestServer::start(MoveService);
    for body in ["", "Hero", "{}", r#"{"role":"Goblin"}"#, r#"{"role":"hero"}"#, r#"{"role":["Hero"]}"#, "\u{0}"] {
        problem(&respond(service.post(PATH, "application/json", body)).await, 400);
    }
    problem(&respond(service.post(PATH, "application/json", b"{\"role\":\"\xff\"}".to_vec())).await, 400);
    problem(&respond(service.post(PATH, "text/plain", "Hero")).await, 415);
}
