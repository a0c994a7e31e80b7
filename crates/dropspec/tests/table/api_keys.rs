//! API keys that are kept in the database of the service.

use std::time::{Duration, SystemTime};

use dropspec::security::{ApiKeys, Authenticator, Credential, Denial, KeyPrefix, NewKey, TableStore};

use crate::support::{Backend, TestDatabase};

on_both_databases!(
    a_key_is_known_to_all_who_share_the_database,
    a_revoked_key_is_refused_everywhere_at_once,
    a_key_ends_when_it_was_meant_to,
    keys_are_listed_without_what_is_secret,
);

fn keys(test: &TestDatabase) -> ApiKeys<TableStore> {
    ApiKeys::new(const { KeyPrefix::constant("fleet") }, TableStore::new(test.database.clone()))
}

fn for_ada() -> NewKey {
    NewKey { subject: "ada".to_owned(), scopes: vec!["read".to_owned(), "write".to_owned()], expires: None }
}

async fn verdict(keys: &ApiKeys<TableStore>, key: &str) -> String {
    match keys.verify(Credential::Bearer(key.into())).await {
        Ok(identity) => format!("{} may {}", identity.subject, identity.scopes.join(" ")),
        Err(Denial::Invalid(reason)) => reason.into_owned(),
        Err(Denial::Fault(fault)) => panic!("{fault:?}"),
    }
}

async fn a_key_is_known_to_all_who_share_the_database(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let issued = keys(&test).issue(for_ada()).await.unwrap();
    assert_eq!(verdict(&keys(&test), issued.key.expose()).await, "ada may read write");
    let forged = format!("fleet_{}_{}", issued.id, "x".repeat(43));
    assert_eq!(verdict(&keys(&test), &forged).await, "the key is not known");
}

async fn a_revoked_key_is_refused_everywhere_at_once(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let (one, other) = (keys(&test), keys(&test));
    let issued = one.issue(for_ada()).await.unwrap();
    let kept = one.issue(for_ada()).await.unwrap();
    assert!(other.revoke(&issued.id).await.unwrap());
    assert_eq!(verdict(&one, issued.key.expose()).await, "the key is not known");
    assert!(!one.revoke(&issued.id).await.unwrap(), "it is no longer there");
    assert_eq!(verdict(&one, kept.key.expose()).await, "ada may read write");
}

async fn a_key_ends_when_it_was_meant_to(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let now = SystemTime::now();
    let expiring = |expires| NewKey { expires: Some(expires), ..for_ada() };
    let ended = keys(&test).issue(expiring(now - Duration::from_secs(1))).await.unwrap();
    let valid = keys(&test).issue(expiring(now + Duration::from_secs(600))).await.unwrap();
    assert_eq!(verdict(&keys(&test), ended.key.expose()).await, "the key has expired");
    assert_eq!(verdict(&keys(&test), valid.key.expose()).await, "ada may read write");
}

async fn keys_are_listed_without_what_is_secret(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let keys = keys(&test);
    assert!(keys.store().all().await.unwrap().is_empty());
    let first = keys.issue(for_ada()).await.unwrap();
    let second = keys.issue(NewKey { subject: "bob".to_owned(), ..NewKey::default() }).await.unwrap();
    let all = keys.store().all().await.unwrap();
    let told: Vec<_> = all.iter().map(|key| (key.id.as_str(), key.subject.as_str(), key.scopes.len())).collect();
    assert_eq!(told, [(first.id.as_str(), "ada", 2), (second.id.as_str(), "bob", 0)]);
    let (_, secret) = first.key.expose().split_at(first.key.expose().len() - 43);
    assert!(!format!("{all:?}").contains(secret));
}
