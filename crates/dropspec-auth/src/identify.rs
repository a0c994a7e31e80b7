//! What generated code asks for before all else.

use super::decision::{Denied, Need, identify};
use super::{Anonymous, Identity};
use crate::call::{Call, Refusal};

impl Call {
    /// Who calls, where nobody may call without credentials: the first alternative whose needs are all met.
    ///
    /// # Errors
    /// 401 or 403, or a fault when the credentials cannot be verified.
    pub async fn identity(&mut self, alternatives: &[&[Need<'_>]]) -> Result<Identity, Refusal> {
        identify(self.parts(), alternatives).await.map_err(|denied| match denied {
            Denied::Anonymous(reply) | Denied::Refused(reply) => Refusal::Reply(Box::new(reply)),
            Denied::Fault(fault) => Refusal::Fault(fault),
        })
    }

    /// Who calls, where a call without any credentials is an alternative as well, unless the service has switched that off.
    ///
    /// # Errors
    /// As [`Call::identity`].
    pub async fn identity_if_any(&mut self, alternatives: &[&[Need<'_>]]) -> Result<Option<Identity>, Refusal> {
        match identify(self.parts(), alternatives).await {
            Ok(identity) => Ok(Some(identity)),
            Err(Denied::Anonymous(_)) if self.limits().anonymous == Anonymous::Passes => Ok(None),
            Err(Denied::Anonymous(reply) | Denied::Refused(reply)) => Err(Refusal::Reply(Box::new(reply))),
            Err(Denied::Fault(fault)) => Err(Refusal::Fault(fault)),
        }
    }
}
