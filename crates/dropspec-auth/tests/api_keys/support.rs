//! The results of verification as text.

use dropspec_auth::{ApiKeys, AuthError, Authenticator, Credential, KeyPrefix, KeyStore, MemoryStore, NewKey};

pub(crate) const PREFIX: KeyPrefix = KeyPrefix::constant("shop");

pub(crate) fn keys() -> ApiKeys<MemoryStore> {
    ApiKeys::new(PREFIX, MemoryStore::default())
}

pub(crate) fn for_ada() -> NewKey {
    NewKey { subject: "ada".parse().unwrap(), scopes: vec!["read".to_owned()], expires: None }
}

/// The owner and scopes of a key, or why it is rejected.
pub(crate) async fn verify<S: KeyStore>(keys: &ApiKeys<S>, key: &str) -> String {
    verify_credential(keys, Credential::ApiKey(key.into())).await
}

pub(crate) async fn verify_credential<S: KeyStore>(keys: &ApiKeys<S>, credential: Credential) -> String {
    match keys.verify(credential).await {
        Ok(identity) => format!("{} may {}", identity.subject, identity.scopes.join(" ")),
        Err(AuthError::Invalid(reason)) => reason.into_owned(),
        Err(AuthError::Internal(error)) => format!("internal: {error}"),
    }
}
