//! Evaluates the security requirements of an operation against the credentials of a request.

use dropspec_http::{Error, Problem, Rejection};
use http::header::WWW_AUTHENTICATE;
use http::request::Parts;
use http::{HeaderValue, StatusCode};

use crate::challenge::{ChallengeReason, challenge};
use crate::credential::{CredentialState, extract};
use crate::{AuthError, Identity, SecurityRequirement};

/// Why a request is rejected.
#[derive(Debug)]
pub(crate) enum EvaluationError {
    /// Its credentials are missing, not valid, or do not allow enough.
    Rejected(Rejection),
    /// Its credentials cannot be verified.
    Internal(Error),
}

/// The subject of credentials that nothing verifies.
const MOCK_SUBJECT: &str = "mock";

/// Returns the identity by the first alternative whose requirements are all satisfied. With `has_mocks`, an authenticator that is not
/// implemented accepts any credentials.
pub(crate) async fn evaluate(
    parts: &Parts,
    alternatives: &[&[SecurityRequirement<'_>]],
    has_mocks: bool,
) -> Result<Identity, EvaluationError> {
    let mut evaluation = Evaluation { parts, has_mocks, results: Vec::new() };
    for requirements in alternatives {
        if let Some(identity) = evaluation.satisfy(requirements).await {
            return Ok(identity);
        }
    }
    Err(evaluation.reject(alternatives))
}

/// The results of verification by scheme, so that no credential is verified twice.
struct Evaluation<'p> {
    parts: &'p Parts,
    has_mocks: bool,
    results: Vec<(&'static str, Verification)>,
}

enum Verification {
    Missing,
    Verified(Identity),
    /// Not verified, with all scopes.
    Mocked(Identity),
    Failed(AuthError),
}

impl Evaluation<'_> {
    /// Returns the identity if all requirements are satisfied.
    async fn satisfy(&mut self, requirements: &[SecurityRequirement<'_>]) -> Option<Identity> {
        let mut all = true;
        // Does not stop at the first failure, so that the response names all of them.
        for requirement in requirements {
            all &= self.is_satisfied(requirement).await;
        }
        if all { Identity::combine(requirements.iter().filter_map(|requirement| self.take(requirement))) } else { None }
    }

    fn take(&mut self, requirement: &SecurityRequirement<'_>) -> Option<Identity> {
        let at = self.results.iter().position(|(name, _)| *name == requirement.scheme.name)?;
        match self.results.swap_remove(at) {
            (_, Verification::Verified(identity) | Verification::Mocked(identity)) => Some(identity),
            _ => None,
        }
    }

    async fn is_satisfied(&mut self, requirement: &SecurityRequirement<'_>) -> bool {
        let name = requirement.scheme.name;
        if self.result(requirement).is_none() {
            let result = match extract(self.parts, requirement.scheme.kind) {
                CredentialState::Missing => Verification::Missing,
                CredentialState::Malformed(reason) => Verification::Failed(AuthError::invalid(reason)),
                CredentialState::Present(credential) => match requirement.authenticator.verify(credential).await {
                    Ok(identity) => Verification::Verified(identity.with_scheme(name)),
                    Err(AuthError::Internal(Error::NotImplemented)) if self.has_mocks => {
                        Verification::Mocked(Identity::new(MOCK_SUBJECT).with_scheme(name))
                    }
                    Err(error) => Verification::Failed(error),
                },
            };
            self.results.push((name, result));
        }
        self.verified(requirement).is_some() && self.missing_scopes(requirement).next().is_none()
    }

    fn result(&self, requirement: &SecurityRequirement<'_>) -> Option<&Verification> {
        self.results.iter().find(|(name, _)| *name == requirement.scheme.name).map(|(_, result)| result)
    }

    fn verified(&self, requirement: &SecurityRequirement<'_>) -> Option<&Identity> {
        match self.result(requirement) {
            Some(Verification::Verified(identity) | Verification::Mocked(identity)) => Some(identity),
            _ => None,
        }
    }

    /// The required scopes that a verified identity does not have.
    fn missing_scopes(&self, requirement: &SecurityRequirement<'_>) -> impl Iterator<Item = &'static str> {
        let identity = match self.result(requirement) {
            Some(Verification::Verified(identity)) => Some(identity),
            _ => None,
        };
        let scopes = requirement.scopes.iter().copied();
        scopes.filter(move |scope| identity.is_some_and(|identity| !identity.has_scope(scope)))
    }

    /// Why no alternative is satisfied: an internal error first, then missing scopes, then the credentials.
    fn reject(mut self, alternatives: &[&[SecurityRequirement<'_>]]) -> EvaluationError {
        let is_internal =
            |(_, result): &(_, Verification)| matches!(result, Verification::Failed(AuthError::Internal(_)));
        if let Some(at) = self.results.iter().position(is_internal)
            && let (_, Verification::Failed(AuthError::Internal(error))) = self.results.swap_remove(at)
        {
            return EvaluationError::Internal(error);
        }
        let is_verified = |requirements: &&&[SecurityRequirement<'_>]| {
            requirements.iter().all(|requirement| self.verified(requirement).is_some())
        };
        let verified: Vec<&[SecurityRequirement<'_>]> = alternatives.iter().filter(is_verified).copied().collect();
        if verified.is_empty() { self.unauthorized(alternatives) } else { self.forbidden(&verified) }
    }

    /// 403: the identities are verified, and lack scopes.
    fn forbidden(&self, alternatives: &[&[SecurityRequirement<'_>]]) -> EvaluationError {
        let missing = |requirements: &&[SecurityRequirement<'_>]| {
            let scopes = requirements.iter().flat_map(|requirement| self.missing_scopes(requirement));
            scopes.map(|scope| format!("`{scope}`")).collect::<Vec<_>>().join(" and ")
        };
        let missing: Vec<String> = alternatives.iter().map(missing).collect();
        let problem = Problem::new(format!("missing scopes: {}", missing.join(", or ")));
        let requirements = alternatives.iter().flat_map(|requirements| requirements.iter());
        let requirements = requirements.filter(|requirement| self.missing_scopes(requirement).next().is_some());
        let challenges = requirements.filter_map(|requirement| {
            challenge(requirement.scheme, requirement.scopes, ChallengeReason::InsufficientScope)
        });
        EvaluationError::Rejected(rejection(StatusCode::FORBIDDEN, problem, challenges))
    }

    /// 401: credentials are missing or not valid.
    fn unauthorized(&self, alternatives: &[&[SecurityRequirement<'_>]]) -> EvaluationError {
        let requirements = alternatives.iter().flat_map(|requirements| requirements.iter());
        let challenges = requirements.filter_map(|requirement| {
            let reason = self.challenge_reason(requirement)?;
            challenge(requirement.scheme, requirement.scopes, reason)
        });
        let invalid = self.results.iter().find_map(|(_, result)| match result {
            Verification::Failed(AuthError::Invalid(reason)) => Some(reason.as_ref()),
            _ => None,
        });
        let is_anonymous = self.results.iter().all(|(_, result)| matches!(result, Verification::Missing));
        let detail = match invalid {
            Some(reason) => reason,
            None if is_anonymous => "credentials are required",
            None => "more credentials are required",
        };
        EvaluationError::Rejected(rejection(StatusCode::UNAUTHORIZED, Problem::new(detail), challenges))
    }

    fn challenge_reason(&self, requirement: &SecurityRequirement<'_>) -> Option<ChallengeReason<'_>> {
        match self.result(requirement)? {
            Verification::Missing => Some(ChallengeReason::Missing),
            Verification::Failed(AuthError::Invalid(reason)) => Some(ChallengeReason::Invalid(reason)),
            Verification::Failed(AuthError::Internal(_)) | Verification::Verified(_) | Verification::Mocked(_) => None,
        }
    }
}

/// A problem with one `WWW-Authenticate` header per distinct challenge (RFC 9110, section 11.6.1).
fn rejection(status: StatusCode, problem: Problem, challenges: impl Iterator<Item = HeaderValue>) -> Rejection {
    let mut rejection = Rejection::new(status, problem);
    for challenge in challenges {
        if !rejection.headers.get_all(WWW_AUTHENTICATE).iter().any(|other| *other == challenge) {
            rejection.headers.append(WWW_AUTHENTICATE, challenge);
        }
    }
    rejection
}
