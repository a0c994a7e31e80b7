#![doc = include_str!("../README.md")]

mod api_keys;
mod authenticator;
mod challenge;
mod credential;
mod error;
mod evaluation;
mod identify;
mod identity;
#[cfg(feature = "jwt")]
mod jwt;
mod requirement;
mod scheme;
mod secret;

pub use api_keys::{
    ApiKeys, FileStore, IssuedKey, KeyFileError, KeyPrefix, KeyPrefixError, KeyStore, MemoryStore, NewKey, StoredKey,
    Subject, SubjectError,
};
pub use authenticator::{Authenticator, VerifyFuture, basic};
pub use credential::Credential;
pub use error::AuthError;
pub use identify::{identity, optional_identity};
pub use identity::Identity;
#[cfg(feature = "jwt")]
pub use jwt::{Algorithm, Jwt, JwtError, JwtKeys, JwtKeysError, JwtValidation, KeySetError, RefreshPolicy};
pub use requirement::SecurityRequirement;
pub use scheme::{Scheme, SchemeKind};
pub use secret::Secret;
