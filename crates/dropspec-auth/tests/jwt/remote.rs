//! Keys at a URL: fetched once, and again when it helps.

use std::time::Duration;

use dropspec::security::{Algorithm, Jwt, Keys, Refresh};
use futures_util::future::join_all;
use http::StatusCode;

use crate::issuer::Issuer;
use crate::support::{ED, SHARED, Signer, claims, ed25519, rules, set, verdict};

const UNKNOWN_KEY: &str = "the token is signed with a key that is not known";
const NEVER: Duration = Duration::from_secs(3600);

/// What is fetched again only where a test says so.
const ONCE: Refresh = Refresh { after: NEVER, discard_after: NEVER, pause: NEVER };

fn jwt(issuer: &Issuer, refresh: Refresh) -> Jwt {
    Jwt::new(rules(&[Algorithm::EdDsa]), Keys::from_url(&issuer.url(), refresh).unwrap()).unwrap()
}

fn token(signer: &Signer) -> String {
    signer.sign(&claims())
}

#[tokio::test]
async fn keys_are_fetched_with_the_first_token_and_kept() {
    let issuer = Issuer::open(set([&*ED]));
    let jwt = jwt(&issuer, ONCE);
    assert_eq!(issuer.asked(), 0);
    for _ in 0..3 {
        assert_eq!(verdict(&jwt, &token(&ED)).await, "ada");
    }
    assert_eq!(issuer.asked(), 1);
}

#[tokio::test]
async fn many_first_tokens_wait_for_one_answer() {
    let issuer = Issuer::open(set([&*ED]));
    let jwt = jwt(&issuer, ONCE);
    let token = token(&ED);
    let verdicts = join_all((0..20).map(|_| verdict(&jwt, &token))).await;
    assert!(verdicts.iter().all(|verdict| verdict == "ada"), "{verdicts:?}");
    assert_eq!(issuer.asked(), 1);
}

#[tokio::test]
async fn an_unknown_key_is_looked_for_once_in_a_while() {
    let issuer = Issuer::open(set([&*ED]));
    let jwt = jwt(&issuer, Refresh { pause: Duration::from_millis(300), ..ONCE });
    let new = ed25519("new");
    assert_eq!(verdict(&jwt, &token(&ED)).await, "ada");
    issuer.publish(set([&*ED, &new]));
    // Too soon after the first time, however many ask.
    for _ in 0..5 {
        assert_eq!(verdict(&jwt, &token(&new)).await, UNKNOWN_KEY);
    }
    assert_eq!(issuer.asked(), 1);
    tokio::time::sleep(Duration::from_millis(350)).await;
    let verdicts = join_all((0..20).map(|_| async { verdict(&jwt, &token(&new)).await })).await;
    assert!(verdicts.iter().all(|verdict| verdict == "ada"), "{verdicts:?}");
    assert_eq!(issuer.asked(), 2);
}

#[tokio::test]
async fn old_keys_are_used_while_new_ones_are_fetched() {
    let issuer = Issuer::open(set([&*ED]));
    let jwt = jwt(&issuer, Refresh { after: Duration::ZERO, pause: Duration::from_millis(100), ..ONCE });
    assert_eq!(verdict(&jwt, &token(&ED)).await, "ada");
    issuer.publish(set([&ed25519("new")]));
    tokio::time::sleep(Duration::from_millis(150)).await;
    assert_eq!(verdict(&jwt, &token(&ED)).await, "ada");
    // What the issuer has withdrawn is forgotten soon after.
    for _ in 0..100 {
        if verdict(&jwt, &token(&ED)).await == UNKNOWN_KEY {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(verdict(&jwt, &token(&ED)).await, UNKNOWN_KEY);
}

#[tokio::test]
async fn keys_outlive_an_issuer_that_fails_for_a_while() {
    let issuer = Issuer::open(set([&*ED]));
    let refresh = Refresh { after: Duration::ZERO, pause: Duration::ZERO, discard_after: Duration::from_millis(600) };
    let jwt = jwt(&issuer, refresh);
    assert_eq!(verdict(&jwt, &token(&ED)).await, "ada");
    issuer.answer_with(StatusCode::INTERNAL_SERVER_ERROR, String::new());
    assert_eq!(verdict(&jwt, &token(&ED)).await, "ada");
    tokio::time::sleep(Duration::from_millis(700)).await;
    let fault = verdict(&jwt, &token(&ED)).await;
    assert!(fault.starts_with("fault: ") && fault.contains("500"), "{fault}");
    issuer.publish(set([&*ED]));
    assert_eq!(verdict(&jwt, &token(&ED)).await, "ada");
}

#[tokio::test]
async fn what_is_no_set_of_keys_is_a_fault() {
    for (status, body, reason) in [
        (StatusCode::NOT_FOUND, "{}".to_owned(), "answers 404 Not Found"),
        (StatusCode::FOUND, "{}".to_owned(), "answers 302 Found"),
        (StatusCode::OK, "<html>".to_owned(), "not a JSON Web Key Set"),
        (StatusCode::OK, " ".repeat(1024 * 1024 + 1), "are more than 1048576 bytes"),
    ] {
        let issuer = Issuer::open(String::new());
        issuer.answer_with(status, body);
        let fault = verdict(&jwt(&issuer, ONCE), &token(&ED)).await;
        assert!(fault.starts_with("fault: ") && fault.contains(reason), "{fault}");
    }
}

#[tokio::test]
async fn a_published_secret_does_not_count() {
    let issuer = Issuer::open(set([&*ED, &*SHARED]));
    let keys = Keys::from_url(&issuer.url(), ONCE).unwrap();
    let jwt = Jwt::new(rules(&[Algorithm::EdDsa, Algorithm::Hs256]), keys).unwrap();
    assert_eq!(verdict(&jwt, &token(&ED)).await, "ada");
    assert_eq!(verdict(&jwt, &token(&SHARED)).await, UNKNOWN_KEY);
}
