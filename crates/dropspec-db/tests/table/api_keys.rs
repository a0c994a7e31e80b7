//! API keys in the database of the service.

use std::time::{Duration, SystemTime};

use dropspec_auth::{ApiKeys, AuthError, Authenticator, Credential, KeyPrefix, NewKey};
use dropspec_db::TableStore;

use crate::support::{Backend, TestDatabase};

on_both_databases!(
    all_processes_share_the_keys,
    a_revoked_key_is_rejected_everywhere,
    an_expired_key_is_rejected,
    keys_are_listed_without_secrets,
);

fn keys(test: &TestDatabase) -> ApiKeys<TableStore> {
    ApiKeys::new(const { KeyPrefix::constant("fleet") }, TableStore::new(test.database.clone()))
}

fn for_ada() -> NewKey {
    NewKey { subject: "ada".parse().unwrap(), scopes: vec!["read".to_owned(), "write".to_owned()], expires: None }
}

async fn verify(keys: &ApiKeys<TableStore>, key: &str) -> String {
    match keys.verify(Credential::Bearer(key.into())).await {
        Ok(identity) => format!("{} may {}", identity.subject, identity.scopes.join(" ")),
        Err(AuthError::Invalid(reason)) => reason.into_owned(),
        Err(AuthError::Internal(error)) => panic!("{error:?}"),
    }
}

async fn all_processes_share_the_keys(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let issued = keys(&test).issue(for_ada()).await.unwrap();
    assert_eq!(verify(&keys(&test), issued.key.expose()).await, "ada may read write");
    let forged = format!("fleet_{}_{}", issued.id, "x".repeat(43));
    assert_eq!(verify(&keys(&test), &forged).await, "unknown API key");
}

async fn a_revoked_key_is_rejected_everywhere(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let (one, other) = (keys(&test), keys(&test));
    let issued = one.issue(for_ada()).await.unwrap();
    let valid = one.issue(for_ada()).await.unwrap();
    assert!(other.revoke(&issued.id).await.unwrap());
    assert_eq!(verify(&one, issued.key.expose()).await, "unknown API key");
    assert!(!one.revoke(&issued.id).await.unwrap(), "it no longer exists");
    assert_eq!(verify(&one, valid.key.expose()).await, "ada may read write");
}

async fn an_expired_key_is_rejected(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let now = SystemTime::now();
    let expiring = |expires| NewKey { expires: Some(expires), ..for_ada() };
    let ended = keys(&test).issue(expiring(now - Duration::from_secs(1))).await.unwrap();
    let valid = keys(&test).issue(expiring(now + Duration::from_secs(600))).await.unwrap();
    assert_eq!(verify(&keys(&test), ended.key.expose()).await, "API key expired");
    assert_eq!(verify(&keys(&test), valid.key.expose()).await, "ada may read write");
}

async fn keys_are_listed_without_secrets(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let keys = keys(&test);
    assert!(keys.store().all().await.unwrap().is_empty());
    let first = keys.issue(for_ada()).await.unwrap();
    let second = keys.issue(NewKey::new("bob".parse().unwrap())).await.unwrap();
    let all = keys.store().all().await.unwrap();
    let listed: Vec<_> = all.iter().map(|key| (key.id.as_str(), key.subject.as_str(), key.scopes.len())).collect();
    assert_eq!(listed, [(first.id.as_str(), "ada", 2), (second.id.as_str(), "bob", 0)]);
    let (_, secret) = first.key.expose().split_at(first.key.expose().len() - 43);
    assert!(!format!("{all:?}").contains(secret));
}
