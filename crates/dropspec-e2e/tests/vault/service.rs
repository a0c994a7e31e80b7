//! The service, whose operations return the identity of the caller.

use dropspec::Error;
use dropspec::auth::{ApiKeys, AuthError, Authenticator, Credential, Identity, Jwt, MemoryStore, Secret, basic};
use dropspec_e2e::vault::*;

use crate::tokens::{oauth_verifier, token_verifier};

/// The service under test.
pub(crate) struct Vault {
    keys: ApiKeys<MemoryStore>,
    session: Box<dyn Authenticator>,
    password: Box<dyn Authenticator>,
    digest: Box<dyn Authenticator>,
    token: Jwt,
    oauth: Jwt,
}

impl Vault {
    pub(crate) fn new(keys: ApiKeys<MemoryStore>) -> Self {
        Self {
            keys,
            session: Box::new(session),
            password: Box::new(basic(password)),
            digest: Box::new(digest),
            token: token_verifier(),
            oauth: oauth_verifier(),
        }
    }
}

impl Authenticators for Vault {
    fn key(&self) -> &dyn Authenticator {
        &self.keys
    }

    fn query_key(&self) -> &dyn Authenticator {
        &self.keys
    }

    fn session(&self) -> &dyn Authenticator {
        &*self.session
    }

    fn password(&self) -> &dyn Authenticator {
        &*self.password
    }

    fn digest(&self) -> &dyn Authenticator {
        &*self.digest
    }

    fn token(&self) -> &dyn Authenticator {
        &self.token
    }

    fn oauth(&self) -> &dyn Authenticator {
        &self.oauth
    }

    fn discovered(&self) -> &dyn Authenticator {
        &self.oauth
    }
}

impl Api for Vault {
    async fn open_door(&self, request: OpenDoorRequest) -> Result<OpenDoorResponse, Error> {
        Ok(OpenDoorResponse::Ok(describe(&request.identity)))
    }

    async fn open_window(&self, OpenWindowRequest {}: OpenWindowRequest) -> Result<OpenWindowResponse, Error> {
        Ok(OpenWindowResponse::Ok("no identity".to_owned()))
    }

    async fn open_by_query(&self, request: OpenByQueryRequest) -> Result<OpenByQueryResponse, Error> {
        Ok(OpenByQueryResponse::Ok(describe(&request.identity)))
    }

    async fn session(&self, request: SessionRequest) -> Result<SessionResponse, Error> {
        Ok(SessionResponse::Ok(describe(&request.identity)))
    }

    async fn open_by_password(&self, request: OpenByPasswordRequest) -> Result<OpenByPasswordResponse, Error> {
        Ok(OpenByPasswordResponse::Ok(describe(&request.identity)))
    }

    async fn open_by_digest(&self, request: OpenByDigestRequest) -> Result<OpenByDigestResponse, Error> {
        Ok(OpenByDigestResponse::Ok(describe(&request.identity)))
    }

    async fn open_by_password_and_token(
        &self,
        request: OpenByPasswordAndTokenRequest,
    ) -> Result<OpenByPasswordAndTokenResponse, Error> {
        Ok(OpenByPasswordAndTokenResponse::Ok(describe(&request.identity)))
    }

    async fn open_by_token(&self, request: OpenByTokenRequest) -> Result<OpenByTokenResponse, Error> {
        Ok(OpenByTokenResponse::Ok(describe(&request.identity)))
    }

    async fn open_by_scopes(&self, request: OpenByScopesRequest) -> Result<OpenByScopesResponse, Error> {
        Ok(OpenByScopesResponse::Ok(describe(&request.identity)))
    }

    async fn open_by_discovery(&self, request: OpenByDiscoveryRequest) -> Result<OpenByDiscoveryResponse, Error> {
        Ok(OpenByDiscoveryResponse::Ok(describe(&request.identity)))
    }

    async fn open_by_either(&self, request: OpenByEitherRequest) -> Result<OpenByEitherResponse, Error> {
        Ok(OpenByEitherResponse::Ok(describe(&request.identity)))
    }

    async fn open_by_both(&self, request: OpenByBothRequest) -> Result<OpenByBothResponse, Error> {
        let token = request.identity.by_scheme("token").map(describe).unwrap();
        Ok(OpenByBothResponse::Ok(format!("{} and {token}", describe(&request.identity))))
    }

    async fn open_by_mixture(&self, request: OpenByMixtureRequest) -> Result<OpenByMixtureResponse, Error> {
        let key = request.identity.by_scheme("key").map(|key| format!(" and {}", describe(key)));
        Ok(OpenByMixtureResponse::Ok(describe(&request.identity) + &key.unwrap_or_default()))
    }

    async fn open_hall(&self, request: OpenHallRequest) -> Result<OpenHallResponse, Error> {
        Ok(OpenHallResponse::Ok(request.identity.as_ref().map_or_else(|| "anonymous".to_owned(), describe)))
    }
}

fn describe(identity: &Identity) -> String {
    format!("{} by {}", identity.subject, identity.scheme())
}

async fn session(credential: Credential) -> Result<Identity, AuthError> {
    match credential {
        Credential::ApiKey(id) if id.matches("c0ffee") => Ok(Identity::new("grace")),
        // As if the session store could not be reached.
        Credential::ApiKey(id) if id.matches("lost") => Err(Error::unavailable("sessions lost c0ffee").into()),
        Credential::ApiKey(id) if id.matches("panic") => unreachable!("sessions"),
        _ => Err(AuthError::invalid("the session is over")),
    }
}

async fn password(user: String, password: Secret) -> Result<Identity, AuthError> {
    match password.matches("open sesame") {
        true => Ok(Identity::new(user)),
        false => Err(AuthError::invalid("user or password is wrong")),
    }
}

async fn digest(credential: Credential) -> Result<Identity, AuthError> {
    match credential {
        Credential::Http(response) if response.matches("username=\"ada\", response=\"6629fae4\"") => {
            Ok(Identity::new("ada"))
        }
        _ => Err(AuthError::invalid("the response is wrong")),
    }
}
