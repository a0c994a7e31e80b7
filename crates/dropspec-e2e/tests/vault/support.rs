//! A vault that tells who has come in, and callers for it.

use std::sync::LazyLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::Ed25519KeyPair;
use dropspec::security::{
    Algorithm, ApiKeys, Authenticator, Credential, Denial, Identity, Jwt, KeyPrefix, Keys, MemoryStore, NewKey, Rules,
    Secret, basic,
};
use dropspec::server::Server;
use dropspec::{Fault, Limits};
use dropspec_e2e::vault::*;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{EncodingKey, Header, encode};
use reqwest::header::HeaderMap;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};
use slog::{Discard, Logger, o};

/// The service under test.
pub(crate) struct Vault {
    keys: ApiKeys<MemoryStore>,
    session: Box<dyn Authenticator>,
    password: Box<dyn Authenticator>,
    token: Jwt,
    oauth: Jwt,
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
    async fn open_door(&self, request: OpenDoorRequest) -> Result<OpenDoorResponse, Fault> {
        Ok(OpenDoorResponse::Ok(visitor(&request.identity)))
    }

    async fn open_window(&self, OpenWindowRequest {}: OpenWindowRequest) -> Result<OpenWindowResponse, Fault> {
        Ok(OpenWindowResponse::Ok("anybody".to_owned()))
    }

    async fn open_by_query(&self, request: OpenByQueryRequest) -> Result<OpenByQueryResponse, Fault> {
        Ok(OpenByQueryResponse::Ok(visitor(&request.identity)))
    }

    async fn session(&self, request: SessionRequest) -> Result<SessionResponse, Fault> {
        Ok(SessionResponse::Ok(visitor(&request.identity)))
    }

    async fn open_by_password(&self, request: OpenByPasswordRequest) -> Result<OpenByPasswordResponse, Fault> {
        Ok(OpenByPasswordResponse::Ok(visitor(&request.identity)))
    }

    async fn open_by_token(&self, request: OpenByTokenRequest) -> Result<OpenByTokenResponse, Fault> {
        Ok(OpenByTokenResponse::Ok(visitor(&request.identity)))
    }

    async fn open_by_scopes(&self, request: OpenByScopesRequest) -> Result<OpenByScopesResponse, Fault> {
        Ok(OpenByScopesResponse::Ok(visitor(&request.identity)))
    }

    async fn open_by_discovery(&self, request: OpenByDiscoveryRequest) -> Result<OpenByDiscoveryResponse, Fault> {
        Ok(OpenByDiscoveryResponse::Ok(visitor(&request.identity)))
    }

    async fn open_by_either(&self, request: OpenByEitherRequest) -> Result<OpenByEitherResponse, Fault> {
        Ok(OpenByEitherResponse::Ok(visitor(&request.identity)))
    }

    async fn open_by_both(&self, request: OpenByBothRequest) -> Result<OpenByBothResponse, Fault> {
        let token = request.identity.by_scheme("token").map(visitor).unwrap();
        Ok(OpenByBothResponse::Ok(format!("{} and {token}", visitor(&request.identity))))
    }

    async fn open_by_mixture(&self, request: OpenByMixtureRequest) -> Result<OpenByMixtureResponse, Fault> {
        let key = request.identity.by_scheme("key").map(|key| format!(" and {}", visitor(key)));
        Ok(OpenByMixtureResponse::Ok(visitor(&request.identity) + &key.unwrap_or_default()))
    }

    async fn open_hall(&self, request: OpenHallRequest) -> Result<OpenHallResponse, Fault> {
        Ok(OpenHallResponse::Ok(request.identity.as_ref().map_or_else(|| "nobody".to_owned(), visitor)))
    }
}

fn visitor(identity: &Identity) -> String {
    format!("{} by {}", identity.subject, identity.scheme())
}

static SHARED: &str = "a secret of the issuer and the vault";

static SIGNER: LazyLock<EncodingKey> = LazyLock::new(|| {
    EncodingKey::from_ed_der(Ed25519KeyPair::generate_pkcs8v1(&SystemRandom::new()).unwrap().as_ref())
});

fn rules(algorithm: Algorithm) -> Rules {
    Rules {
        algorithms: vec![algorithm],
        issuer: "https://issuer.example".to_owned(),
        audience: "vault".to_owned(),
        leeway: Duration::ZERO,
    }
}

async fn session(credential: Credential) -> Result<Identity, Denial> {
    match credential {
        Credential::ApiKey(id) if id.matches("c0ffee") => Ok(Identity::new("grace")),
        // As if what keeps the sessions could not be reached.
        Credential::ApiKey(id) if id.matches("lost") => Err(Fault::unavailable("sessions lost c0ffee").into()),
        Credential::ApiKey(id) if id.matches("panic") => unreachable!("sessions"),
        _ => Err(Denial::invalid("the session is over")),
    }
}

async fn password(user: String, password: Secret) -> Result<Identity, Denial> {
    match password.matches("open sesame") {
        true => Ok(Identity::new(user)),
        false => Err(Denial::invalid("user or password is wrong")),
    }
}

/// A token of the scheme `token`.
pub(crate) fn token(changes: Value) -> String {
    let key = EncodingKey::from_secret(SHARED.as_bytes());
    encode(&Header::new(jsonwebtoken::Algorithm::HS256), &claims(changes), &key).unwrap()
}

/// A token of the scheme `oauth`.
pub(crate) fn scoped(scope: &str) -> String {
    encode(&Header::new(jsonwebtoken::Algorithm::EdDSA), &claims(json!({ "scope": scope })), &SIGNER).unwrap()
}

fn claims(changes: Value) -> Value {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let mut claims = json!({ "iss": "https://issuer.example", "aud": "vault", "sub": "alan", "exp": now + 60 });
    claims.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    claims
}

/// A vault that is open, a key for it, and how to reach it.
pub(crate) struct OpenVault {
    pub(crate) key: String,
    url: String,
    client: Client,
    _server: Server<Vault>,
}

impl OpenVault {
    pub(crate) async fn open() -> Self {
        let keys = ApiKeys::new(KeyPrefix::constant("vault"), MemoryStore::default());
        let key = keys.issue(NewKey { subject: "ada".to_owned(), ..NewKey::default() }).await.unwrap().key;
        let jwk = Jwk::from_encoding_key(&SIGNER, jsonwebtoken::Algorithm::EdDSA).unwrap();
        let set = Keys::from_json(&json!({ "keys": [jwk] }).to_string()).unwrap();
        let vault = Vault {
            keys,
            session: Box::new(session),
            password: Box::new(basic(password)),
            token: Jwt::new(rules(Algorithm::Hs256), Keys::secret(&SHARED.into()).unwrap()).unwrap(),
            oauth: Jwt::new(rules(Algorithm::EdDsa), set).unwrap(),
        };
        // `close` is left out: the end of the runtime ends the server.
        let log = Logger::root(Discard, o!());
        let limits = Limits { body: 100, ..Limits::default() };
        let server = Server::start(([127, 0, 0, 1], 0).into(), vault, routes(), limits, &log).unwrap();
        let url = format!("http://{}", server.local_address());
        Self { key: key.expose().to_owned(), url, client: Client::new(), _server: server }
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.url))
    }

    pub(crate) fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.url))
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Value,
}

impl Answer {
    pub(crate) async fn to(request: RequestBuilder) -> Self {
        let response: Response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: serde_json::from_slice(&response.bytes().await.unwrap()).unwrap() }
    }

    /// The challenges of a refusal, whose problem must be whole.
    fn challenges(&self, status: u16) -> Vec<&str> {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert_eq!(self.body["status"], status);
        assert!(self.body["request_id"].is_string() && self.body["instance"].is_string(), "{self:?}");
        self.headers.get_all("www-authenticate").iter().map(|value| value.to_str().unwrap()).collect()
    }
}

/// Who has come in.
pub(crate) async fn visitor_of(request: RequestBuilder) -> String {
    let answer = Answer::to(request).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body.as_str().unwrap().to_owned()
}

/// Why nobody has come in: the status, the problem's detail, and the challenges, a line each.
pub(crate) async fn refusal_of(request: RequestBuilder) -> String {
    let answer = Answer::to(request).await;
    let detail = answer.body["detail"].as_str().unwrap_or("no detail").to_owned();
    let challenges = answer.challenges(answer.status);
    [vec![format!("{}: {detail}", answer.status).as_str()], challenges].concat().join("\n")
}

/// The status.
pub(crate) async fn status_of(request: RequestBuilder) -> u16 {
    request.send().await.unwrap().status().as_u16()
}
