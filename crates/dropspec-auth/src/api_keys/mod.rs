//! API keys.
//!
//! A key is `<prefix>_<id>_<secret>`: the prefix names the service, the id finds the key in the store, and the secret is 256 random bits. The
//! store holds only the SHA-256 of the whole key. A slow hash would add nothing: there is no dictionary of such secrets.

mod file;
mod prefix;
mod store;
mod subject;

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dropspec_http::Error;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

pub use self::file::{FileStore, KeyFileError};
pub use self::prefix::{KeyPrefix, KeyPrefixError};
pub use self::store::{KeyStore, MemoryStore, StoredKey};
pub use self::subject::{Subject, SubjectError};
use crate::{AuthError, Authenticator, Credential, Identity, Secret, VerifyFuture};

/// The maximum length of a key in bytes, well above that of issued keys.
const MAX_KEY_LENGTH: usize = 256;

/// Issues, verifies and revokes API keys. An authenticator for `apiKey`, and for `http` `bearer`.
///
/// ```
/// use dropspec_auth::{ApiKeys, FileStore, KeyPrefix, NewKey};
///
/// # async fn issue() -> Result<(), Box<dyn std::error::Error>> {
/// let keys = ApiKeys::new(KeyPrefix::constant("shop"), FileStore::open("/var/lib/shop/keys")?);
/// let issued = keys.issue(NewKey::new("ada".parse()?)).await?;
/// println!("{}: {}", issued.id, issued.key.expose());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct ApiKeys<S> {
    prefix: KeyPrefix,
    store: S,
}

/// An API key to be issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewKey {
    /// The owner: the subject of its identities.
    pub subject: Subject,
    /// The scopes of its identities.
    pub scopes: Vec<String>,
    /// When it expires; `None` is never.
    pub expires: Option<SystemTime>,
}

/// An API key that was just issued.
#[derive(Clone, Debug)]
pub struct IssuedKey {
    /// The id by which it is revoked; not secret.
    pub id: String,
    /// The key itself. It is not stored, so it can be shown only now.
    pub key: Secret,
}

impl NewKey {
    /// A key without scopes that does not expire.
    #[must_use]
    pub fn new(subject: Subject) -> Self {
        Self { subject, scopes: Vec::new(), expires: None }
    }
}

impl<S: KeyStore> ApiKeys<S> {
    /// API keys that start with `prefix`, in a store.
    #[must_use]
    pub fn new(prefix: KeyPrefix, store: S) -> Self {
        Self { prefix, store }
    }

    /// Issues a key and stores its hash.
    ///
    /// # Errors
    /// If the system has no random numbers, or the store cannot be written.
    pub async fn issue(&self, new: NewKey) -> Result<IssuedKey, Error> {
        let id = format!("{:016x}", u64::from_be_bytes(random()?));
        let key = format!("{}_{id}_{}", self.prefix, URL_SAFE_NO_PAD.encode(random::<32>()?));
        let expires = new.expires.map(seconds);
        let NewKey { subject, scopes, .. } = new;
        let (sha256, subject) = (digest(&key), subject.into());
        self.store.insert(StoredKey { id: id.clone(), sha256, subject, scopes, expires }).await?;
        Ok(IssuedKey { id, key: key.into() })
    }

    /// The store of the keys.
    #[must_use]
    pub fn store(&self) -> &S {
        &self.store
    }

    /// Revokes a key and returns whether it existed.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub async fn revoke(&self, id: &str) -> Result<bool, Error> {
        self.store.remove(id).await
    }

    async fn identity(&self, key: &Secret) -> Result<Identity, AuthError> {
        let unknown = || AuthError::invalid("unknown API key");
        let key = key.expose();
        let id = self.id(key).ok_or_else(unknown)?;
        let given = digest(key);
        let stored = self.store.find(id).await?.ok_or_else(unknown)?;
        if !bool::from(given.ct_eq(&stored.sha256)) {
            return Err(unknown());
        }
        if stored.expires.is_some_and(|expires| expires <= seconds(SystemTime::now())) {
            return Err(AuthError::invalid("API key expired"));
        }
        Ok(Identity::new(stored.subject).with_scopes(stored.scopes))
    }

    /// The id in a key that has the prefix.
    fn id<'k>(&self, key: &'k str) -> Option<&'k str> {
        let rest = key.strip_prefix(self.prefix.as_ref())?.strip_prefix('_')?;
        let (id, _) = rest.split_once('_')?;
        (key.len() <= MAX_KEY_LENGTH).then_some(id)
    }
}

impl<S: KeyStore> Authenticator for ApiKeys<S> {
    fn verify(&self, credential: Credential) -> VerifyFuture<'_> {
        Box::pin(async move {
            match credential {
                Credential::ApiKey(key) | Credential::Bearer(key) => self.identity(&key).await,
                Credential::Basic { .. } | Credential::Http(_) => Err(AuthError::invalid("expected an API key")),
            }
        })
    }
}

fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(error.into()))?;
    Ok(bytes)
}

fn digest(key: &str) -> [u8; 32] {
    Sha256::digest(key).into()
}

/// Seconds since 1970.
fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |duration| duration.as_secs())
}
