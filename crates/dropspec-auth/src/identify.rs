//! The identity of the caller, as generated handlers extract it before anything else of a request.

use dropspec_http::{Error, RequestContext, RequestScope};

use crate::credential::is_missing;
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
    let identity = evaluate(context.parts(), alternatives, context.config().has_mocks()).await?;
    RequestScope::set_caller(&identity.subject);
    Ok(identity)
}

/// Extracts the identity of a caller where anonymous access is an alternative: `None` for a request that sends no credentials, unless the
/// service is configured to require them of requests of its method.
///
/// # Errors
/// As [`identity`].
pub async fn optional_identity(
    context: &RequestContext,
    alternatives: &[&[SecurityRequirement<'_>]],
) -> Result<Option<Identity>, Error> {
    let parts = context.parts();
    // First, because most requests are anonymous where they can be, and a rejection costs more than this.
    let is_anonymous = || {
        let mut requirements = alternatives.iter().flat_map(|requirements| requirements.iter());
        requirements.all(|requirement| is_missing(parts, requirement.scheme.kind))
    };
    if !context.config().auth.is_required(&parts.method) && is_anonymous() {
        return Ok(None);
    }
    identity(context, alternatives).await.map(Some)
}

impl From<EvaluationError> for Error {
    fn from(error: EvaluationError) -> Self {
        match error {
            EvaluationError::Rejected(rejection) => rejection.into(),
            EvaluationError::Internal(error) => error,
        }
    }
}
