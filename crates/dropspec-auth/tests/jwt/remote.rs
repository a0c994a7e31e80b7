//! Keys at a URL, fetched and refreshed.

use std::time::Duration;

use dropspec_auth::{Algorithm, Jwt, JwtKeys, RefreshPolicy};
use futures_util::future::join_all;
use http::StatusCode;

use crate::issuer::Issuer;
use crate::support::{ED, SHARED, Signer, claims, ed25519, set, validation, verify};

const UNKNOWN_KEY: &str = "unknown token signing key";
const NEVER: Duration = Duration::from_secs(3600);

/// Fetches once, except where a test says otherwise.
const ONCE: RefreshPolicy = RefreshPolicy { refresh_after: NEVER, discard_after: NEVER, min_interval: NEVER };

fn jwt(issuer: &Issuer, policy: RefreshPolicy) -> Jwt {
    Jwt::new(validation(&[Algorithm::EdDsa]), JwtKeys::from_url(issuer.url(), policy).unwrap()).unwrap()
}

fn token(signer: &Signer) -> String {
    signer.sign(&claims())
}

#[tokio::test]
async fn keys_are_fetched_with_the_first_token_and_cached() {
    let issuer = Issuer::start(set([&*ED])).await;
    let jwt = jwt(&issuer, ONCE);
    assert_eq!(issuer.requests(), 0);
    for _ in 0..3 {
        assert_eq!(verify(&jwt, &token(&ED)).await, "ada");
    }
    assert_eq!(issuer.requests(), 1);
}

#[tokio::test]
async fn concurrent_first_tokens_share_one_request() {
    let issuer = Issuer::start(set([&*ED])).await;
    let jwt = jwt(&issuer, ONCE);
    let token = token(&ED);
    let results = join_all((0..20).map(|_| verify(&jwt, &token))).await;
    assert!(results.iter().all(|result| result == "ada"), "{results:?}");
    assert_eq!(issuer.requests(), 1);
}

#[tokio::test]
async fn an_unknown_key_triggers_a_refresh_after_the_minimum_interval() {
    let issuer = Issuer::start(set([&*ED])).await;
    let jwt = jwt(&issuer, RefreshPolicy { min_interval: Duration::from_millis(300), ..ONCE });
    let new = ed25519("new");
    assert_eq!(verify(&jwt, &token(&ED)).await, "ada");
    issuer.publish(set([&*ED, &new]));
    // The minimum interval has not passed.
    for _ in 0..5 {
        assert_eq!(verify(&jwt, &token(&new)).await, UNKNOWN_KEY);
    }
    assert_eq!(issuer.requests(), 1);
    tokio::time::sleep(Duration::from_millis(350)).await;
    let results = join_all((0..20).map(|_| async { verify(&jwt, &token(&new)).await })).await;
    assert!(results.iter().all(|result| result == "ada"), "{results:?}");
    assert_eq!(issuer.requests(), 2);
}

#[tokio::test]
async fn old_keys_are_used_while_new_ones_are_fetched() {
    let issuer = Issuer::start(set([&*ED])).await;
    let jwt =
        jwt(&issuer, RefreshPolicy { refresh_after: Duration::ZERO, min_interval: Duration::from_millis(100), ..ONCE });
    assert_eq!(verify(&jwt, &token(&ED)).await, "ada");
    issuer.publish(set([&ed25519("new")]));
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert_eq!(verify(&jwt, &token(&ED)).await, "ada");
    // The withdrawn key is dropped by the refresh in the background.
    for _ in 0..100 {
        if verify(&jwt, &token(&ED)).await == UNKNOWN_KEY {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(verify(&jwt, &token(&ED)).await, UNKNOWN_KEY);
}

#[tokio::test]
async fn cached_keys_survive_an_outage_of_the_issuer() {
    let issuer = Issuer::start(set([&*ED])).await;
    let policy = RefreshPolicy {
        refresh_after: Duration::ZERO,
        min_interval: Duration::ZERO,
        discard_after: Duration::from_millis(600),
    };
    let jwt = jwt(&issuer, policy);
    assert_eq!(verify(&jwt, &token(&ED)).await, "ada");
    issuer.respond_with(StatusCode::INTERNAL_SERVER_ERROR, String::new());
    assert_eq!(verify(&jwt, &token(&ED)).await, "ada");
    tokio::time::sleep(Duration::from_millis(700)).await;
    let error = verify(&jwt, &token(&ED)).await;
    assert!(error.starts_with("internal: ") && error.contains("500"), "{error}");
    issuer.publish(set([&*ED]));
    assert_eq!(verify(&jwt, &token(&ED)).await, "ada");
}

#[tokio::test]
async fn an_invalid_key_set_is_an_internal_error() {
    for (status, body, reason) in [
        (StatusCode::NOT_FOUND, "{}".to_owned(), "responded 404 Not Found"),
        (StatusCode::FOUND, "{}".to_owned(), "responded 302 Found"),
        (StatusCode::OK, "<html>".to_owned(), "not a JSON Web Key Set"),
        (StatusCode::OK, " ".repeat(1024 * 1024 + 1), "exceed 1048576 bytes"),
    ] {
        let issuer = Issuer::start(String::new()).await;
        issuer.respond_with(status, body);
        let error = verify(&jwt(&issuer, ONCE), &token(&ED)).await;
        assert!(error.starts_with("internal: ") && error.contains(reason), "{error}");
    }
}

#[tokio::test]
async fn a_published_secret_is_ignored() {
    let issuer = Issuer::start(set([&*ED, &*SHARED])).await;
    let keys = JwtKeys::from_url(issuer.url(), ONCE).unwrap();
    let jwt = Jwt::new(validation(&[Algorithm::EdDsa, Algorithm::Hs256]), keys).unwrap();
    assert_eq!(verify(&jwt, &token(&ED)).await, "ada");
    assert_eq!(verify(&jwt, &token(&SHARED)).await, UNKNOWN_KEY);
}
