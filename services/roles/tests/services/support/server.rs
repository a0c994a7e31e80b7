//! A service on a free port.

use dropspec::server::Server;
use dropspec::telemetry::Telemetry;
use dropspec::{ResponseValidation, ServiceConfig};
use dropspec_app::App;
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value;

/// A running service whose responses are validated, and a client of it.
pub(crate) struct TestServer<A: App> {
    url: String,
    client: Client,
    _server: Server<A>,
}

impl<A: App> TestServer<A> {
    pub(crate) fn start(service: A) -> Self {
        let config = ServiceConfig { validate_responses: ResponseValidation::Enforce, ..ServiceConfig::default() };
        let address = ([127, 0, 0, 1], 0).into();
        let server = Server::start(address, service, A::routes(), config, Telemetry::default()).unwrap();
        let url = format!("http://{}", server.local_address());
        Self { url, client: Client::builder().no_proxy().build().unwrap(), _server: server }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.request(Method::GET, path)
    }

    /// A POST whose body is of a media type.
    pub(crate) fn post(&self, path: &str, media_type: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
        self.request(Method::POST, path).header("content-type", media_type).body(body)
    }
}

/// Sends a request; returns the status, the media type and the body.
pub(crate) async fn respond(request: RequestBuilder) -> (u16, String, String) {
    let response = request.send().await.unwrap();
    let (status, media_type) = (response.status().as_u16(), media_type(&response));
    (status, media_type, response.text().await.unwrap())
}

/// Sends a request; asserts that the response is a problem with a status, and returns its detail.
#[track_caller]
pub(crate) fn problem(response: &(u16, String, String), status: u16) -> String {
    let (found, media_type, body) = response;
    assert_eq!((*found, media_type.as_str()), (status, "application/problem+json"), "{body}");
    let problem: Value = serde_json::from_str(body).unwrap();
    problem["detail"].as_str().unwrap_or_default().to_owned()
}

fn media_type(response: &Response) -> String {
    let value = response.headers().get("content-type").map(|value| value.to_str().unwrap()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().to_owned()
}
