//! Authenticators, which verify credentials.

use std::future::Future;
use std::pin::Pin;

use crate::{AuthError, Credential, Identity, Secret};

/// The result of [`Authenticator::verify`], to be awaited.
pub type VerifyFuture<'a> = Pin<Box<dyn Future<Output = Result<Identity, AuthError>> + Send + 'a>>;

/// Verifies the credentials of a security scheme.
///
/// A closure from [`Credential`] to a future is an authenticator:
///
/// ```
/// use dropspec_auth::{AuthError, Authenticator, Credential, Identity};
///
/// let one_key = |credential| async move {
///     match credential {
///         Credential::ApiKey(key) if key.matches("a long random text") => Ok(Identity::new("robot")),
///         _ => Err(AuthError::invalid("unknown API key")),
///     }
/// };
/// let authenticator: Box<dyn Authenticator> = Box::new(one_key);
/// ```
pub trait Authenticator: Send + Sync {
    /// Verifies a credential and returns the identity it belongs to.
    ///
    /// # Errors
    /// [`AuthError::Invalid`] if the credential is not valid, [`AuthError::Internal`] if it cannot be verified.
    fn verify(&self, credential: Credential) -> VerifyFuture<'_>;
}

impl<F, R> Authenticator for F
where
    F: Fn(Credential) -> R + Send + Sync,
    R: Future<Output = Result<Identity, AuthError>> + Send + 'static,
{
    fn verify(&self, credential: Credential) -> VerifyFuture<'_> {
        Box::pin(self(credential))
    }
}

/// An authenticator for `http` `basic` (RFC 7617) from a function of user and password.
///
/// Compare passwords with [`Secret::matches`] or, better, with a password hash; never with `==`.
pub fn basic<F, R>(check: F) -> impl Authenticator
where
    F: Fn(String, Secret) -> R + Send + Sync + 'static,
    R: Future<Output = Result<Identity, AuthError>> + Send + 'static,
{
    move |credential| {
        let checked = match credential {
            Credential::Basic { user, password } => Ok(check(user, password)),
            Credential::ApiKey(_) | Credential::Bearer(_) | Credential::Http(_) => {
                Err(AuthError::invalid("expected user and password"))
            }
        };
        async move { checked?.await }
    }
}
