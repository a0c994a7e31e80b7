//! Why a credential is not accepted.

use std::borrow::Cow;

use dropspec_http::Error;

/// Why an [`Authenticator`](crate::Authenticator) does not accept a credential.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// The credential is not valid. The client receives the reason with a 401.
    #[error("{0}")]
    Invalid(Cow<'static, str>),
    /// The credential could not be verified. The cause is logged, the client receives a 500 or 503.
    #[error("cannot verify the credential")]
    Internal(#[from] Error),
}

impl AuthError {
    /// The credential is not valid, for a reason that the client may see.
    pub fn invalid(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::Invalid(reason.into())
    }
}
