//! Verdicts in words.

use dropspec::security::{ApiKeys, Authenticator, Credential, Denial, KeyPrefix, KeyStore, MemoryStore, NewKey};

pub(crate) const PREFIX: KeyPrefix = KeyPrefix::constant("shop");

pub(crate) fn keys() -> ApiKeys<MemoryStore> {
    ApiKeys::new(PREFIX, MemoryStore::default())
}

pub(crate) fn for_ada() -> NewKey {
    NewKey { subject: "ada".to_owned(), scopes: vec!["read".to_owned()], expires: None }
}

/// Whose key it is and what it allows, or why it is nobody's.
pub(crate) async fn verdict<S: KeyStore>(keys: &ApiKeys<S>, key: &str) -> String {
    verdict_on(keys, Credential::ApiKey(key.into())).await
}

pub(crate) async fn verdict_on<S: KeyStore>(keys: &ApiKeys<S>, credential: Credential) -> String {
    match keys.verify(credential).await {
        Ok(identity) => format!("{} may {}", identity.subject, identity.scopes.join(" ")),
        Err(Denial::Invalid(reason)) => reason.into_owned(),
        Err(Denial::Fault(fault)) => format!("fault: {}", fault.cause()),
    }
}
