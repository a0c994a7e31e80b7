//! What vouches for credentials.

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;

use super::{Credential, Identity, Secret};
use crate::fault::Fault;

/// Whose credential it is, to be awaited.
pub type Verdict<'a> = Pin<Box<dyn Future<Output = Result<Identity, Denial>> + Send + 'a>>;

/// Verifies the credentials of a security scheme.
///
/// A closure from [`Credential`] to a future is one:
///
/// ```
/// use dropspec::security::{Authenticator, Credential, Denial, Identity};
///
/// let one_key = |credential| async move {
///     match credential {
///         Credential::ApiKey(key) if key.matches("a long random text") => Ok(Identity::new("robot")),
///         _ => Err(Denial::invalid("the key is not known")),
///     }
/// };
/// let authenticator: Box<dyn Authenticator> = Box::new(one_key);
/// ```
pub trait Authenticator: Send + Sync {
    /// Whose credential this is.
    ///
    /// # Errors
    /// [`Denial::Invalid`] when it is nobody's, [`Denial::Fault`] when that cannot be told.
    fn verify(&self, credential: Credential) -> Verdict<'_>;
}

/// Why an [`Authenticator`] does not vouch for a credential.
#[derive(Debug)]
pub enum Denial {
    /// The credential is not valid, or no longer. The client sees the reason.
    Invalid(Cow<'static, str>),
    /// Whether it is valid cannot be told. The reason goes to the log.
    Fault(Fault),
}

impl Denial {
    /// The credential is not valid, for a reason that the client may see.
    pub fn invalid(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::Invalid(reason.into())
    }
}

impl From<Fault> for Denial {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl<F, A> Authenticator for F
where
    F: Fn(Credential) -> A + Send + Sync,
    A: Future<Output = Result<Identity, Denial>> + Send + 'static,
{
    fn verify(&self, credential: Credential) -> Verdict<'_> {
        Box::pin(self(credential))
    }
}

/// An authenticator for `http` `basic` (RFC 7617) by a function of user and password.
///
/// Passwords are for [`Secret::matches`] or, better, for a password hash; never for `==`.
pub fn basic<F, A>(check: F) -> impl Authenticator
where
    F: Fn(String, Secret) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Identity, Denial>> + Send + 'static,
{
    move |credential| {
        let verdict = match credential {
            Credential::Basic { user, password } => Ok(check(user, password)),
            Credential::ApiKey(_) | Credential::Bearer(_) => Err(Denial::invalid("user and password are expected")),
        };
        async move { verdict?.await }
    }
}
