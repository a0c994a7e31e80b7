//! API keys are issued, verified and revoked.

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use dropspec_auth::{ApiKeys, Credential, KeyPrefix, KeyStore, MemoryStore, NewKey, StoredKey};
use dropspec_http::Error;

use crate::support::{PREFIX, for_ada, keys, verify, verify_credential};

const UNKNOWN: &str = "unknown API key";

#[tokio::test]
async fn a_key_identifies_its_owner() {
    let keys = keys();
    let issued = keys.issue(for_ada()).await.unwrap();
    assert_eq!(verify(&keys, issued.key.expose()).await, "ada may read");
    assert_eq!(verify_credential(&keys, Credential::Bearer(issued.key.clone())).await, "ada may read");
    let basic = Credential::Basic { user: "ada".to_owned(), password: issued.key };
    assert_eq!(verify_credential(&keys, basic).await, "expected an API key");
}

#[tokio::test]
async fn a_key_has_a_prefix_an_id_and_a_secret() {
    let keys = keys();
    let mut secrets = HashSet::new();
    for _ in 0..100 {
        let issued = keys.issue(for_ada()).await.unwrap();
        let parts: Vec<&str> = issued.key.expose().splitn(3, '_').collect();
        let [prefix, id, secret] = parts[..] else { unreachable!("{parts:?}") };
        assert_eq!((prefix, id, secret.len()), ("shop", issued.id.as_str(), 43));
        assert!(secrets.insert(secret.to_owned()));
    }
}

#[tokio::test]
async fn another_secret_for_the_same_id_is_rejected() {
    let keys = keys();
    let (one, other) = (keys.issue(for_ada()).await.unwrap(), keys.issue(for_ada()).await.unwrap());
    let key = one.key.expose();
    let (_, secret) = other.key.expose().split_at(key.len() - 43);
    for wrong in [format!("shop_{}_{secret}", one.id), format!("{key}x"), key[..key.len() - 1].to_owned()] {
        assert_eq!(verify(&keys, &wrong).await, UNKNOWN, "{wrong}");
    }
}

#[tokio::test]
async fn a_foreign_key_is_rejected() {
    let keys = keys();
    let issued = keys.issue(for_ada()).await.unwrap();
    let key = issued.key.expose();
    let long = format!("{key}{}", "x".repeat(100_000));
    for wrong in ["", "shop", "shop_", "shop__", "shop_a_b", "SHOP_a_b", &key.replace("shop", "bank"), &key[4..], &long]
    {
        assert_eq!(verify(&keys, wrong).await, UNKNOWN, "{wrong}");
    }
}

#[tokio::test]
async fn a_revoked_key_is_rejected() {
    let keys = keys();
    let (issued, other) = (keys.issue(for_ada()).await.unwrap(), keys.issue(for_ada()).await.unwrap());
    assert!(keys.revoke(&issued.id).await.unwrap());
    assert!(!keys.revoke(&issued.id).await.unwrap());
    assert_eq!(verify(&keys, issued.key.expose()).await, UNKNOWN);
    assert_eq!(verify(&keys, other.key.expose()).await, "ada may read");
}

#[tokio::test]
async fn an_expired_key_is_rejected() {
    let keys = keys();
    let until = |expires| NewKey { expires: Some(expires), ..for_ada() };
    let now = SystemTime::now();
    let issued = keys.issue(until(now + Duration::from_secs(60))).await.unwrap();
    assert_eq!(verify(&keys, issued.key.expose()).await, "ada may read");
    let issued = keys.issue(until(now)).await.unwrap();
    assert_eq!(verify(&keys, issued.key.expose()).await, "API key expired");
}

#[tokio::test]
async fn the_store_does_not_hold_the_key() {
    let store = MemoryStore::default();
    let keys = ApiKeys::new(PREFIX, store);
    let issued = keys.issue(for_ada()).await.unwrap();
    let (_, secret) = issued.key.expose().split_at(issued.key.expose().len() - 43);
    for shown in [format!("{keys:?}"), format!("{issued:?}")] {
        assert!(!shown.contains(secret) && shown.contains(&issued.id), "{shown}");
    }
}

#[test]
fn a_prefix_has_lower_case_letters_and_digits() {
    for right in ["a", "shop", "shop2", "0123456789abcdef"] {
        right.parse::<KeyPrefix>().unwrap();
    }
    for wrong in ["", "Shop", "sh_op", "sh-op", "é", "0123456789abcdefg"] {
        let error = wrong.parse::<KeyPrefix>().unwrap_err().to_string();
        let expected = format!("invalid API key prefix `{wrong}`: use 1 to 16 lower-case letters and digits");
        assert_eq!(error, expected);
    }
}

/// A store that is not available.
struct Unavailable;

impl KeyStore for Unavailable {
    async fn find(&self, _: &str) -> Result<Option<StoredKey>, Error> {
        Err(Error::internal("lost"))
    }

    async fn insert(&self, _: StoredKey) -> Result<(), Error> {
        Err(Error::internal("lost"))
    }

    async fn remove(&self, _: &str) -> Result<bool, Error> {
        Err(Error::internal("lost"))
    }
}

#[tokio::test]
async fn an_error_of_the_store_is_an_internal_error() {
    let keys = ApiKeys::new(PREFIX, Unavailable);
    assert_eq!(verify(&keys, "shop_a_b").await, "internal: lost");
    assert_eq!(verify(&keys, "bank_a_b").await, UNKNOWN);
    assert!(keys.issue(for_ada()).await.is_err());
}
