//! Why a credential is not accepted.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use dropspec_http::Fault;

/// Why an [`Authenticator`](crate::Authenticator) does not accept a credential.
#[derive(Debug)]
pub enum AuthError {
    /// The credential is not valid. The client receives the reason with a 401.
    Invalid(Cow<'static, str>),
    /// The credential could not be verified. The cause is logged, the client receives a 500 or 503.
    Internal(Fault),
}

impl AuthError {
    /// The credential is not valid, for a reason that the client may see.
    pub fn invalid(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::Invalid(reason.into())
    }
}

impl From<Fault> for AuthError {
    fn from(fault: Fault) -> Self {
        Self::Internal(fault)
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(reason) => f.write_str(reason),
            Self::Internal(_) => f.write_str("cannot verify the credential"),
        }
    }
}

impl Error for AuthError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Invalid(_) => None,
            Self::Internal(Fault::Internal(cause) | Fault::Unavailable(cause) | Fault::NotImplemented(cause)) => {
                Some(cause.as_ref())
            }
        }
    }
}
