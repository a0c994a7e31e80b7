//! Who calls: credentials of a request, and what vouches for them.
//!
//! A document's `securitySchemes` say where credentials stand, and its `security` which of them an operation asks for.
//! Generated code turns both into [`Scheme`]s and [`Need`]s; the service supplies an [`Authenticator`] for each scheme,
//! which turns a [`Credential`] into an [`Identity`]. Two are here: [`ApiKeys`], and `Jwt` with the feature `jwt`. A
//! closure is one as well.
//!
//! What is asked for is decided before anything else of a request is read:
//!
//! - A request without the credentials is answered with 401 and a `WWW-Authenticate` for each scheme that would do. One
//!   with credentials that do not hold is, too, and learns why; one whose identity lacks a scope is answered with 403.
//! - Of several alternatives, the first that holds is taken. Anonymous access, where it is an alternative, is for
//!   requests that bring no credentials at all: what is brought must hold.
//! - Tokens of `oauth2` and `openIdConnect` are taken from the header `Authorization` (RFC 6750, section 2.1), from
//!   nowhere else.
//! - Anonymous access can be switched off where it is an alternative: [`Anonymous::Refused`] in the [`Limits`](crate::Limits).
//! - The answers are problem documents, whatever the document declares for 401 and 403.
//!
//! A route whose operation has no security does nothing of this.
//!
//! The service says what vouches for which scheme by implementing the generated trait `Authenticators`, without which it
//! does not compile:
//!
//! ```
//! # mod api {
//! #     pub trait Authenticators {
//! #         fn key(&self) -> &dyn dropspec::security::Authenticator;
//! #     }
//! # }
//! use dropspec::security::{ApiKeys, Authenticator, MemoryStore};
//!
//! struct Shop {
//!     keys: ApiKeys<MemoryStore>,
//! }
//!
//! impl api::Authenticators for Shop {
//!     fn key(&self) -> &dyn Authenticator {
//!         &self.keys
//!     }
//! }
//! ```
//!
//! Its operations then find the caller in their requests as `identity`: an [`Identity`], or an `Option` of one where
//! anonymous access is an alternative.

mod anonymous;
mod authenticator;
mod call;
mod challenge;
mod credential;
mod decision;
mod identity;
#[cfg(feature = "jwt")]
mod jwt;
mod keys;
mod scheme;
mod secret;

pub use anonymous::Anonymous;
pub use authenticator::{Authenticator, Denial, Verdict, basic};
pub use credential::Credential;
pub use decision::Need;
pub use identity::Identity;
#[cfg(feature = "jwt")]
pub use jwt::{Algorithm, Jwt, JwtError, KeySetError, Keys, KeysError, Refresh, Rules};
pub use keys::{
    ApiKeys, FileStore, IssuedKey, KeyFileError, KeyPrefix, KeyStore, ListedKey, MemoryStore, NewKey, PrefixError,
    StoredKey, TableStore,
};
pub use scheme::{Scheme, SchemeKind};
pub use secret::Secret;
