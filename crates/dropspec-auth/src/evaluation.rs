//! Whether a request may pass: alternatives of schemes, each with scopes.

use http::header::WWW_AUTHENTICATE;
use http::request::Parts;
use http::{HeaderValue, StatusCode};

use super::challenge::{Failure, challenge};
use super::credential::{Presented, presented};
use super::{Authenticator, Denial, Identity, Scheme};
use crate::fault::Fault;
use crate::problem::Problem;
use crate::reply::Reply;

/// One scheme that an alternative asks for.
#[derive(Clone, Copy)]
pub struct Need<'a> {
    scheme: &'static Scheme,
    scopes: &'static [&'static str],
    authenticator: &'a dyn Authenticator,
}

impl<'a> Need<'a> {
    /// Credentials of a scheme that the authenticator vouches for, and whose identity has these scopes.
    pub fn new(scheme: &'static Scheme, scopes: &'static [&'static str], authenticator: &'a dyn Authenticator) -> Self {
        Self { scheme, scopes, authenticator }
    }
}

impl std::fmt::Debug for Need<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Need").field("scheme", self.scheme).field("scopes", &self.scopes).finish_non_exhaustive()
    }
}

/// Why a request may not pass.
#[derive(Debug)]
pub(crate) enum Denied {
    /// It has none of the credentials that would do.
    Anonymous(Reply),
    /// Its credentials do not do.
    Refused(Reply),
    /// Whether they do cannot be told.
    Fault(Fault),
}

/// The identity by the first alternative whose needs are all met.
pub(crate) async fn identify(parts: &Parts, alternatives: &[&[Need<'_>]]) -> Result<Identity, Denied> {
    let mut checks = Checks { parts, done: Vec::new() };
    for needs in alternatives {
        if let Some(identity) = checks.meet(needs).await {
            return Ok(identity);
        }
    }
    Err(checks.denial(alternatives))
}

/// What has become of the credentials of each scheme, so that none is verified twice.
struct Checks<'p> {
    parts: &'p Parts,
    done: Vec<(&'static str, Outcome)>,
}

enum Outcome {
    Missing,
    Verified(Identity),
    Denied(Denial),
}

impl Checks<'_> {
    /// The identity, if all needs are met.
    async fn meet(&mut self, needs: &[Need<'_>]) -> Option<Identity> {
        let mut met = true;
        // Without a break: what is wrong with each is told together.
        for need in needs {
            met &= self.check(need).await;
        }
        if met { Identity::joined(needs.iter().filter_map(|need| self.take(need))) } else { None }
    }

    fn take(&mut self, need: &Need<'_>) -> Option<Identity> {
        let at = self.done.iter().position(|(name, _)| *name == need.scheme.name)?;
        match self.done.swap_remove(at) {
            (_, Outcome::Verified(identity)) => Some(identity),
            _ => None,
        }
    }

    async fn check(&mut self, need: &Need<'_>) -> bool {
        let name = need.scheme.name;
        if self.outcome(need).is_none() {
            let outcome = match presented(self.parts, need.scheme.kind) {
                Presented::Nothing => Outcome::Missing,
                Presented::Malformed(reason) => Outcome::Denied(Denial::invalid(reason)),
                Presented::Credential(credential) => match need.authenticator.verify(credential).await {
                    Ok(identity) => Outcome::Verified(identity.of_scheme(name)),
                    Err(denial) => Outcome::Denied(denial),
                },
            };
            self.done.push((name, outcome));
        }
        self.verified(need).is_some() && self.lacking(need).next().is_none()
    }

    fn outcome(&self, need: &Need<'_>) -> Option<&Outcome> {
        self.done.iter().find(|(name, _)| *name == need.scheme.name).map(|(_, outcome)| outcome)
    }

    fn verified(&self, need: &Need<'_>) -> Option<&Identity> {
        match self.outcome(need) {
            Some(Outcome::Verified(identity)) => Some(identity),
            _ => None,
        }
    }

    /// The scopes that a verified identity does not have.
    fn lacking(&self, need: &Need<'_>) -> impl Iterator<Item = &'static str> {
        let identity = self.verified(need);
        need.scopes.iter().copied().filter(move |scope| identity.is_some_and(|identity| !identity.has_scope(scope)))
    }

    /// Why no alternative is met: a fault before all, then an identity that lacks a scope, then the credentials.
    fn denial(mut self, alternatives: &[&[Need<'_>]]) -> Denied {
        let fault = |(_, outcome): &(_, Outcome)| matches!(outcome, Outcome::Denied(Denial::Fault(_)));
        if let Some(at) = self.done.iter().position(fault)
            && let (_, Outcome::Denied(Denial::Fault(fault))) = self.done.swap_remove(at)
        {
            return Denied::Fault(fault);
        }
        let known = |needs: &&&[Need<'_>]| needs.iter().all(|need| self.verified(need).is_some());
        let known: Vec<&[Need<'_>]> = alternatives.iter().filter(known).copied().collect();
        if known.is_empty() { self.unknown(alternatives) } else { self.insufficient(&known) }
    }

    fn insufficient(&self, alternatives: &[&[Need<'_>]]) -> Denied {
        let lacking = |needs: &&[Need<'_>]| {
            let scopes = needs.iter().flat_map(|need| self.lacking(need)).map(|scope| format!("`{scope}`"));
            scopes.collect::<Vec<_>>().join(" and ")
        };
        let lacking: Vec<String> = alternatives.iter().map(lacking).collect();
        let problem = Problem::new(format!("scopes are missing: {}", lacking.join(", or ")));
        let needs = alternatives.iter().flat_map(|needs| needs.iter());
        let needs = needs.filter(|need| self.lacking(need).next().is_some());
        let challenges = needs.map(|need| challenge(need.scheme, need.scopes, Failure::Scope));
        Denied::Refused(answer(StatusCode::FORBIDDEN, problem, challenges))
    }

    fn unknown(&self, alternatives: &[&[Need<'_>]]) -> Denied {
        let needs = alternatives.iter().flat_map(|needs| needs.iter());
        let challenges = needs.filter_map(|need| Some((need, self.failure(need)?)));
        let challenges = challenges.map(|(need, failure)| challenge(need.scheme, need.scopes, failure));
        let reason = self.done.iter().find_map(|(_, outcome)| match outcome {
            Outcome::Denied(Denial::Invalid(reason)) => Some(reason.as_ref()),
            _ => None,
        });
        let anonymous = self.done.iter().all(|(_, outcome)| matches!(outcome, Outcome::Missing));
        let detail = match reason {
            Some(reason) => reason,
            None if anonymous => "credentials are required, and the request has none",
            None => "further credentials are required",
        };
        let reply = answer(StatusCode::UNAUTHORIZED, Problem::new(detail), challenges);
        if anonymous { Denied::Anonymous(reply) } else { Denied::Refused(reply) }
    }

    fn failure(&self, need: &Need<'_>) -> Option<Failure<'_>> {
        match self.outcome(need)? {
            Outcome::Missing => Some(Failure::Missing),
            Outcome::Denied(Denial::Invalid(reason)) => Some(Failure::Invalid(reason)),
            Outcome::Denied(Denial::Fault(_)) | Outcome::Verified(_) => None,
        }
    }
}

/// A problem with each challenge once, a header each (RFC 9110, section 11.6.1).
fn answer(status: StatusCode, problem: Problem, challenges: impl Iterator<Item = Option<HeaderValue>>) -> Reply {
    let mut reply = Reply::problem(status, problem);
    for challenge in challenges.flatten() {
        if !reply.headers.get_all(WWW_AUTHENTICATE).iter().any(|other| *other == challenge) {
            reply.headers.append(WWW_AUTHENTICATE, challenge);
        }
    }
    reply
}
