//! The service and a client of it.

use dropspec::auth::{AuthError, Authenticator, Credential, Identity};
use dropspec::server::Server;
use dropspec::telemetry::Telemetry;
use dropspec::{Error, ServiceConfig};
use dropspec_e2e::studio::*;
use reqwest::header::HeaderMap;
use reqwest::{Client, Method};

/// A service in which nothing is implemented.
struct Service;

impl Api for Service {
    async fn open(&self, _: OpenRequest) -> Result<OpenResponse, Error> {
        Err(Error::NotImplemented)
    }

    async fn secure(&self, _: SecureRequest) -> Result<SecureResponse, Error> {
        Err(Error::NotImplemented)
    }

    async fn both(&self, _: BothRequest) -> Result<BothResponse, Error> {
        Err(Error::NotImplemented)
    }

    async fn record(&self, _: RecordRequest) -> Result<RecordResponse, Error> {
        Err(Error::NotImplemented)
    }

    async fn play(&self, _: PlayRequest) -> Result<PlayResponse, Error> {
        Err(Error::NotImplemented)
    }

    async fn erase(&self, _: EraseRequest) -> Result<EraseResponse, Error> {
        Err(Error::NotImplemented)
    }

    async fn studio(&self, _: StudioRequest) -> Result<StudioResponse, Error> {
        Err(Error::NotImplemented)
    }
}

impl Authenticators for Service {
    fn key(&self) -> &dyn Authenticator {
        &reject
    }

    fn query(&self) -> &dyn Authenticator {
        &reject
    }

    fn token(&self) -> &dyn Authenticator {
        &reject
    }
}

async fn reject(_: Credential) -> Result<Identity, AuthError> {
    Err(Error::NotImplemented.into())
}

/// The running service.
pub(crate) struct Studio {
    client: Client,
    server: Server<Service>,
}

/// A response.
pub(crate) struct TestResponse {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Studio {
    /// Starts the service with its mock responses.
    pub(crate) fn start() -> Self {
        Self::start_with(ServiceConfig { mocks: MOCKS, ..ServiceConfig::default() })
    }

    /// Starts the service.
    pub(crate) fn start_with(config: ServiceConfig) -> Self {
        let address = ([127, 0, 0, 1], 0).into();
        let server = Server::start(address, Service, routes(), config, Telemetry::default()).unwrap();
        let client = Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { client, server }
    }

    /// Sends a request with these headers, and a JSON body if there is one.
    pub(crate) async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> TestResponse {
        let mut request = self.client.request(method, format!("http://{}{path}", self.server.local_address()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !body.is_empty() {
            request = request.header("content-type", "application/json").body(body.to_owned());
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        TestResponse { status, headers, body: response.text().await.unwrap() }
    }

    /// Sends a GET with these headers; returns the status and the body.
    pub(crate) async fn get(&self, path: &str, headers: &[(&str, &str)]) -> (u16, String) {
        let response = self.send(Method::GET, path, headers, "").await;
        (response.status, response.body)
    }
}

impl TestResponse {
    /// A header.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}
