//! A client of the service.

use dropspec::ServiceConfig;
use dropspec::auth::{ApiKeys, KeyPrefix, MemoryStore, NewKey};
use dropspec::server::Server;
use dropspec::telemetry::Telemetry;
use dropspec_e2e::vault::routes;
use reqwest::header::HeaderMap;
use reqwest::{Client, RequestBuilder, Response};
use serde_json::Value;

use crate::service::Vault;

/// The running service, an API key for it, and a client.
pub(crate) struct TestServer {
    pub(crate) key: String,
    url: String,
    client: Client,
    _server: Server<Vault>,
}

impl TestServer {
    pub(crate) async fn start() -> Self {
        let keys = ApiKeys::new(KeyPrefix::constant("vault"), MemoryStore::default());
        let key = keys.issue(NewKey::new("ada".parse().unwrap())).await.unwrap().key;
        // The server stops with the runtime.
        let limits = ServiceConfig { max_body: 100, ..ServiceConfig::default() };
        let server =
            Server::start(([127, 0, 0, 1], 0).into(), Vault::new(keys), routes(), limits, Telemetry::default())
                .unwrap();
        let url = format!("http://{}", server.local_address());
        Self { key: key.expose().to_owned(), url, client: Client::new(), _server: server }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(format!("{}{path}", self.url))
    }

    pub(crate) fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.url))
    }
}

/// A response.
#[derive(Debug)]
pub(crate) struct TestResponse {
    status: u16,
    headers: HeaderMap,
    body: Value,
}

impl TestResponse {
    async fn send(request: RequestBuilder) -> Self {
        let response: Response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: serde_json::from_slice(&response.bytes().await.unwrap()).unwrap() }
    }

    /// The challenges of an error response; checks its problem document.
    fn challenges(&self, status: u16) -> Vec<&str> {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert_eq!(self.body["status"], status);
        assert!(self.body["request_id"].is_string() && self.body["instance"].is_string(), "{self:?}");
        self.headers.get_all("www-authenticate").iter().map(|value| value.to_str().unwrap()).collect()
    }
}

/// Sends a request; checks that it succeeds, and returns the identity of the caller.
pub(crate) async fn identity_of(request: RequestBuilder) -> String {
    let response = TestResponse::send(request).await;
    assert_eq!(response.status, 200, "{response:?}");
    response.body.as_str().unwrap().to_owned()
}

/// Sends a request; returns the status and detail of the error response, and its challenges, a line each.
pub(crate) async fn rejection_of(request: RequestBuilder) -> String {
    let response = TestResponse::send(request).await;
    let detail = response.body["detail"].as_str().unwrap_or("no detail").to_owned();
    let challenges = response.challenges(response.status);
    [vec![format!("{}: {detail}", response.status).as_str()], challenges].concat().join("\n")
}

/// Sends a request; returns the status of the response.
pub(crate) async fn status_of(request: RequestBuilder) -> u16 {
    request.send().await.unwrap().status().as_u16()
}
