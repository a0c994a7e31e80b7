//! The identity of the caller, as generated handlers extract it before anything else of a request.

use dropspec_http::{AuthMode, Error, RequestContext};

use crate::evaluation::{EvaluationError, evaluate};
use crate::{Identity, SecurityRequirement};

/// Extracts the identity of a caller where credentials are required: by the first of the alternatives whose requirements are all
/// satisfied.
///
/// # Errors
/// 401 or 403, or the cause if the credentials cannot be verified.
pub async fn identity(
    context: &RequestContext,
    alternatives: &[&[SecurityRequirement<'_>]],
) -> Result<Identity, Error> {
    evaluate(context.parts(), alternatives).await.map_err(Error::from)
}

/// Extracts the identity of a caller where anonymous access is an alternative: `None` for a request that sends no credentials, unless the
/// service is configured to require them.
///
/// # Errors
/// As [`identity`].
pub async fn optional_identity(
    context: &RequestContext,
    alternatives: &[&[SecurityRequirement<'_>]],
) -> Result<Option<Identity>, Error> {
    match evaluate(context.parts(), alternatives).await {
        Ok(identity) => Ok(Some(identity)),
        Err(EvaluationError::NoCredentials(_)) if context.config().auth == AuthMode::Optional => Ok(None),
        Err(error) => Err(error.into()),
    }
}

impl From<EvaluationError> for Error {
    fn from(error: EvaluationError) -> Self {
        match error {
            EvaluationError::NoCredentials(rejection) | EvaluationError::Insufficient(rejection) => rejection.into(),
            EvaluationError::Internal(error) => error,
        }
    }
}
