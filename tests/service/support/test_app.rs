//! The service, started for one test.

use std::any::Any;
use std::net::SocketAddr;
use std::time::Duration;

use dropspec::server::{Server, ServerConfig};
use dropspec::{Limits, Route};
use dropspec_app::App as _;
use people::service::People;
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use slog::{Discard, Logger, o};

use super::{Answer, Backend, Database, Wire};

/// A server on a real port, and a client of it.
pub(crate) struct TestApp {
    client: Client,
    address: SocketAddr,
    // In this order: first the server ends, then its database.
    _server: Box<dyn Any + Send>,
    _database: Option<Database>,
}

impl TestApp {
    /// The people service on an empty register.
    pub(crate) async fn start(backend: Backend) -> Self {
        Self::on(Database::migrated(backend).await)
    }

    /// The people service on a database.
    pub(crate) fn on(database: Database) -> Self {
        let app = Self::beside(&database);
        Self { _database: Some(database), ..app }
    }

    /// The people service on a database that the test keeps.
    pub(crate) fn beside(database: &Database) -> Self {
        Self::serve(People::new(database.connect()), People::routes(), Limits::default())
    }

    /// Any service.
    pub(crate) fn serve<A: Send + Sync + 'static>(api: A, routes: Vec<Route<A>>, limits: Limits) -> Self {
        Self::serve_within(ServerConfig::new(([127, 0, 0, 1], 0).into()), api, routes, limits)
    }

    /// Any service, within limits.
    pub(crate) fn serve_within<A: Send + Sync + 'static>(
        config: ServerConfig,
        api: A,
        routes: Vec<Route<A>>,
        limits: Limits,
    ) -> Self {
        let silence = Logger::root(Discard, o!());
        let server = Server::start_with(config, api, routes, limits, &silence).unwrap();
        // Long for a slow machine, and short for whoever waits for an answer that never comes.
        let client = Client::builder().redirect(Policy::none()).timeout(Duration::from_secs(30)).build().unwrap();
        Self { client, address: server.local_address(), _server: Box::new(server), _database: None }
    }

    /// A connection for requests that the client would not send.
    pub(crate) fn wire(&self) -> Wire {
        Wire::connect(self.address)
    }

    /// The beginning of every URL.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url()))
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Answer {
        let request = request.build().unwrap();
        let method = request.method().clone();
        Answer::read(method, self.client.execute(request).await.unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(body)).await
    }

    /// Posts a JSON text that a [`Value`] cannot be.
    pub(crate) async fn post_text(&self, path: &str, body: impl Into<reqwest::Body>) -> Answer {
        let request = self.request(Method::POST, path);
        self.send(request.header("content-type", "application/json").body(body)).await
    }

    /// Registers somebody and answers where.
    pub(crate) async fn register(&self, person: &Value) -> String {
        let answer = self.post("/people", person).await;
        answer.json(201);
        answer.header("location").to_owned()
    }
}
