//! The role service.

use std::collections::HashMap;

use roles::role::RoleService;
use serde_json::{Value, json};

use crate::support::{ROLES, TestServer, problem, respond};

const PATH: &str = "/get/rpgrole";

#[tokio::test]
async fn the_media_type_is_negotiated() {
    let role = TestServer::start(RoleService);
    let (status, media_type, text) = respond(role.get(PATH)).await;
    assert_eq!((status, media_type.as_str()), (200, "text/plain"));
    assert!(ROLES.iter().any(|(role, _)| *role == text), "{text}");
    let (status, media_type, text) = respond(role.get(PATH).header("accept", "application/json")).await;
    assert_eq!((status, media_type.as_str()), (200, "application/json"));
    let object: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(object, json!({ "role": object["role"].as_str().unwrap() }));
    let response = respond(role.get(PATH).header("accept", "image/png")).await;
    assert_eq!(
        problem(&response, 406),
        "available media types: text/plain or application/json; the Accept header allows none of them"
    );
}

#[tokio::test]
async fn no_cache_keeps_a_role() {
    let role = TestServer::start(RoleService);
    let response = role.get(PATH).send().await.unwrap();
    assert_eq!(response.headers()["cache-control"], "no-store");
}

#[tokio::test]
async fn every_role_is_equally_likely() {
    const EACH: usize = 200;
    /// The statistic of a uniform choice among ten, with nine degrees of freedom, exceeds this in one of a million tests.
    const MAX_CHI_SQUARE: f64 = 45.0;
    let role = TestServer::start(RoleService);
    let mut counts: HashMap<String, usize> = ROLES.iter().map(|(role, _)| ((*role).to_owned(), 0)).collect();
    for _ in 0..EACH * ROLES.len() {
        let (_, _, name) = respond(role.get(PATH)).await;
        *counts.get_mut(&name).unwrap_or_else(|| panic!("{name} is no role")) += 1;
    }
    #[allow(clippy::cast_precision_loss, reason = "small numbers")]
    let deviation = |count: &usize| (*count as f64 - EACH as f64).powi(2) / EACH as f64;
    let chi_square: f64 = counts.values().map(deviation).sum();
    assert!(chi_square < MAX_CHI_SQUARE, "{chi_square}: {counts:?}");
}
