//! The identity of the caller, as generated handlers extract it before anything else of a request.

use dropspec_http::{Anonymous, Call, Refusal};

use crate::evaluation::{Rejection, evaluate};
use crate::{Identity, SecurityRequirement};

/// Extracts the identity of a caller where credentials are required: by the first of the alternatives whose requirements are all
/// satisfied.
///
/// # Errors
/// 401 or 403, or the cause if the credentials cannot be verified.
pub async fn identity(call: &Call, alternatives: &[&[SecurityRequirement<'_>]]) -> Result<Identity, Refusal> {
    evaluate(call.parts(), alternatives).await.map_err(Refusal::from)
}

/// Extracts the identity of a caller where anonymous access is an alternative: `None` for a request that sends no credentials, unless the
/// service is configured to require them.
///
/// # Errors
/// As [`identity`].
pub async fn optional_identity(
    call: &Call,
    alternatives: &[&[SecurityRequirement<'_>]],
) -> Result<Option<Identity>, Refusal> {
    match evaluate(call.parts(), alternatives).await {
        Ok(identity) => Ok(Some(identity)),
        Err(Rejection::NoCredentials(_)) if call.limits().anonymous == Anonymous::Passes => Ok(None),
        Err(rejection) => Err(rejection.into()),
    }
}

impl From<Rejection> for Refusal {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::NoCredentials(reply) | Rejection::Insufficient(reply) => Self::Reply(Box::new(reply)),
            Rejection::Internal(fault) => Self::Fault(fault),
        }
    }
}
