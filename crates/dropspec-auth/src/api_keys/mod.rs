//! API keys.
//!
//! A key is `<prefix>_<id>_<secret>`: the prefix says whose keys they are, the id finds what is stored of it, and the
//! secret is 256 random bits. Stored is only the SHA-256 of the whole key. A slow hash would add nothing: there is no
//! dictionary of such secrets.

mod file;
mod prefix;
mod store;
mod table;

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

pub use self::file::{FileStore, KeyFileError};
pub use self::prefix::{KeyPrefix, PrefixError};
pub use self::store::{KeyStore, MemoryStore, StoredKey};
pub use self::table::{ListedKey, TableStore};
use super::{Authenticator, Credential, Denial, Identity, Secret, Verdict};
use crate::fault::Fault;

/// No key that we issue is nearly as long, in bytes.
const LONGEST: usize = 256;

/// Issues, verifies and revokes API keys. An authenticator for `apiKey`, and for `http` `bearer`.
///
/// ```
/// use dropspec::security::{ApiKeys, FileStore, KeyPrefix, NewKey};
///
/// # async fn issue() -> Result<(), Box<dyn std::error::Error>> {
/// let keys = ApiKeys::new(KeyPrefix::constant("shop"), FileStore::open("/var/lib/shop/keys")?);
/// let new = NewKey { subject: "ada".to_owned(), ..NewKey::default() };
/// let issued = keys.issue(new).await.map_err(|fault| fault.cause().to_string())?;
/// println!("{}: {}", issued.id, issued.key.expose());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct ApiKeys<S> {
    prefix: KeyPrefix,
    store: S,
}

/// Whom a key is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewKey {
    /// The subject of its identities.
    pub subject: String,
    /// The scopes of its identities.
    pub scopes: Vec<String>,
    /// From when on it is refused; `None` is never.
    pub expires: Option<SystemTime>,
}

/// A key that was just issued.
#[derive(Clone, Debug)]
pub struct IssuedKey {
    /// What to revoke it by; no secret.
    pub id: String,
    /// The key. It is not stored, so this is the only time that it can be shown.
    pub key: Secret,
}

impl<S: KeyStore> ApiKeys<S> {
    /// Keys that start with `prefix`.
    #[must_use]
    pub fn new(prefix: KeyPrefix, store: S) -> Self {
        Self { prefix, store }
    }

    /// Makes a key and stores its hash.
    ///
    /// # Errors
    /// When the system has no random numbers, or the store fails.
    pub async fn issue(&self, new: NewKey) -> Result<IssuedKey, Fault> {
        let id = format!("{:016x}", u64::from_be_bytes(random()?));
        let key = format!("{}_{id}_{}", self.prefix, URL_SAFE_NO_PAD.encode(random::<32>()?));
        let expires = new.expires.map(seconds);
        let NewKey { subject, scopes, .. } = new;
        self.store.insert(StoredKey { id: id.clone(), sha256: digest(&key), subject, scopes, expires }).await?;
        Ok(IssuedKey { id, key: key.into() })
    }

    /// Where the keys are.
    #[must_use]
    pub fn store(&self) -> &S {
        &self.store
    }

    /// Forgets a key; says whether it was there.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn revoke(&self, id: &str) -> Result<bool, Fault> {
        self.store.remove(id).await
    }

    async fn identity(&self, key: &Secret) -> Result<Identity, Denial> {
        let unknown = || Denial::invalid("the key is not known");
        let key = key.expose();
        let id = self.id(key).ok_or_else(unknown)?;
        let given = digest(key);
        let stored = self.store.find(id).await?.ok_or_else(unknown)?;
        if !bool::from(given.ct_eq(&stored.sha256)) {
            return Err(unknown());
        }
        if stored.expires.is_some_and(|expires| expires <= seconds(SystemTime::now())) {
            return Err(Denial::invalid("the key has expired"));
        }
        Ok(Identity::new(stored.subject).with_scopes(stored.scopes))
    }

    /// The id within a key of ours.
    fn id<'k>(&self, key: &'k str) -> Option<&'k str> {
        let rest = key.strip_prefix(self.prefix.as_ref())?.strip_prefix('_')?;
        let (id, _) = rest.split_once('_')?;
        (key.len() <= LONGEST).then_some(id)
    }
}

impl<S: KeyStore> Authenticator for ApiKeys<S> {
    fn verify(&self, credential: Credential) -> Verdict<'_> {
        Box::pin(async move {
            match credential {
                Credential::ApiKey(key) | Credential::Bearer(key) => self.identity(&key).await,
                Credential::Basic { .. } => Err(Denial::invalid("a key is expected")),
            }
        })
    }
}

fn random<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Fault::from(format!("the system has no random numbers: {error}")))?;
    Ok(bytes)
}

fn digest(key: &str) -> [u8; 32] {
    Sha256::digest(key).into()
}

/// Seconds since 1970, as the claims of tokens count.
fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |duration| duration.as_secs())
}
