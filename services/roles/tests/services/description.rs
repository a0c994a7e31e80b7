//! The description service.

use std::collections::HashSet;

use roles::description::DescriptionService;
use serde_json::{Value, json};

use crate::support::{ROLES, TestServer, problem, respond};

const PATH: &str = "/post/desc";

#[tokio::test]
async fn every_role_has_its_story() {
    let service = TestServer::start(DescriptionService);
    let mut stories = HashSet::new();
    for (role, stat) in ROLES {
        let (status, media_type, story) = respond(service.post(PATH, "text/plain", format!("{role},{stat}"))).await;
        assert_eq!((status, media_type.as_str()), (200, "text/plain"), "{role}: {story}");
        let pair = json!({ "role": role, "stat": stat }).to_string();
        let request = service.post(PATH, "application/json", pair).header("accept", "application/json");
        let (status, _, body) = respond(request).await;
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((status, body), (200, json!({ "description": &story })), "{role}");
        // A caller may not have the points.
        let name = json!({ "role": role }).to_string();
        assert_eq!(respond(service.post(PATH, "application/json", name)).await.2, story);
        assert!(story.matches(". ").count() < 2, "two sentences at most: {story}");
        stories.insert(story);
    }
    assert_eq!(stories.len(), ROLES.len(), "no role has the story of another");
}

#[tokio::test]
async fn a_pair_that_does_not_belong_together_is_rejected() {
    let service = TestServer::start(DescriptionService);
    for (role, _) in ROLES {
        for (other, stat) in ROLES {
            if role != other {
                let response = respond(service.post(PATH, "text/plain", format!("{role},{stat}"))).await;
                assert_eq!(problem(&response, 422), format!("not the stat of {role}: {stat}"));
                let pair = json!({ "role": role, "stat": stat }).to_string();
                problem(&respond(service.post(PATH, "application/json", pair)).await, 422);
            }
        }
    }
    // The comma of the points is no separator, and belongs to them.
    problem(&respond(service.post(PATH, "text/plain", "Demon King,HP: 10000 MP: 5000")).await, 422);
    problem(&respond(service.post(PATH, "text/plain", "Demon King,HP: 10")).await, 422);
    problem(&respond(service.post(PATH, "text/plain", "Hero, HP: 1200 MP: 500")).await, 422);
}

#[tokio::test]
async fn what_is_no_pair_is_rejected() {
    let service = TestServer::start(DescriptionService);
    for body in ["", "Hero", "Hero,", ",HP: 1200 MP: 500", ",", "Goblin,HP: 1 MP: 1", "HP: 1200 MP: 500,Hero"] {
        problem(&respond(service.post(PATH, "text/plain", body)).await, 400);
    }
    let unknown = respond(service.post(PATH, "text/plain", "Goblin,HP: 1 MP: 1")).await;
    assert_eq!(problem(&unknown, 400), "unknown role: Goblin");
    for body in [
        "",
        "[]",
        r#"{"stat":"HP: 1 MP: 1"}"#,
        r#"{"role":"Goblin","stat":"HP: 1 MP: 1"}"#,
        r#"{"role":"Hero","stat":5}"#,
    ] {
        problem(&respond(service.post(PATH, "application/json", body)).await, 400);
    }
    problem(&respond(service.post(PATH, "text/plain", b"Hero,\xc3".to_vec())).await, 400);
    problem(&respond(service.post(PATH, "text/csv", "Hero,HP: 1200 MP: 500")).await, 415);
    problem(&respond(service.post(PATH, "text/plain", "x".repeat(2000))).await, 413);
}
