//! Starts a service that returns what it is sent.

use dropspec::server::Server;
use dropspec::telemetry::Telemetry;
use dropspec::{Error, ResponseValidation, ServiceConfig};
use dropspec_e2e::shapes::*;
use serde_json::Value;

struct Shapes;

impl Api for Shapes {
    async fn echo(&self, request: EchoRequest) -> Result<EchoResponse, Error> {
        Ok(EchoResponse::Ok(request.body))
    }

    async fn echo_patterns(&self, request: EchoPatternsRequest) -> Result<EchoPatternsResponse, Error> {
        Ok(EchoPatternsResponse::Ok(request.body))
    }

    async fn echo_book(&self, request: EchoBookRequest) -> Result<EchoBookResponse, Error> {
        Ok(EchoBookResponse::Ok(request.body))
    }

    async fn find_book(&self, request: FindBookRequest) -> Result<FindBookResponse, Error> {
        Ok(FindBookResponse::Ok(types::Book { isbn: request.isbn, parts: request.others, successor: None }))
    }

    async fn echo_inline(&self, request: EchoInlineRequest) -> Result<EchoInlineResponse, Error> {
        let body = match request.body {
            types::EchoInlineRequestBody::Text(text) => types::EchoInline200BodyBody::Text(text),
            types::EchoInlineRequestBody::IntegerList(list) => types::EchoInline200BodyBody::IntegerList(list),
        };
        Ok(EchoInlineResponse::Ok(types::EchoInline200Body { body, order: request.string.to_string() }))
    }
}

/// The running service.
pub(crate) struct Service(Server<Shapes>);

impl Service {
    pub(crate) fn start() -> Self {
        let config = ServiceConfig { validate_responses: ResponseValidation::Enforce, ..ServiceConfig::default() };
        Self(Server::start(([127, 0, 0, 1], 0).into(), Shapes, routes(), config, Telemetry::default()).unwrap())
    }

    /// Sends a body; returns the status and the body of the response.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let url = format!("http://{}{path}", self.0.local_address());
        let response = reqwest::Client::new().post(url).json(body).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    /// Returns the status and the body of the response to a `GET`.
    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        let response = reqwest::get(format!("http://{}{path}", self.0.local_address())).await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    /// Sends the value of a property, and checks that it is returned.
    pub(crate) async fn keeps(&self, property: &str, value: Value) {
        let mut body = serde_json::json!({ property: value });
        let sent = body.clone();
        let (status, mut returned) = self.post("/echo", &body).await;
        // A property with a default is always present.
        for body in [&mut body, &mut returned] {
            body.as_object_mut().unwrap().retain(|name, _| name == property);
        }
        assert_eq!((status, &returned), (200, &sent), "{returned}");
    }

    /// Sends the value of a property, and checks that it is rejected.
    pub(crate) async fn rejects(&self, property: &str, value: Value) {
        let (status, problem) = self.post("/echo", &serde_json::json!({ property: value })).await;
        assert_eq!(status, 400, "{problem}");
    }
}
