//! Starts the service for a test.

use std::any::Any;
use std::net::SocketAddr;
use std::time::Duration;

use dropspec::server::{Server, ServerConfig};
use dropspec::telemetry::Telemetry;
use dropspec::{Route, ServiceConfig};
use dropspec_app::App as _;
use people::service::People;
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

use super::{Backend, Database, RawConnection, Response};

/// A server on a real port and a client for it.
pub(crate) struct TestApp {
    client: Client,
    address: SocketAddr,
    // Dropped in this order: the server before its database.
    _server: Box<dyn Any + Send>,
    _database: Option<Database>,
}

impl TestApp {
    /// Starts the people service on an empty database.
    pub(crate) async fn start(backend: Backend) -> Self {
        Self::on(Database::migrated(backend).await)
    }

    /// Starts the people service on a database.
    pub(crate) fn on(database: Database) -> Self {
        let app = Self::with_database(&database);
        Self { _database: Some(database), ..app }
    }

    /// Starts the people service on a database that the test owns.
    pub(crate) fn with_database(database: &Database) -> Self {
        Self::serve(People::new(database.connect()), People::routes(), ServiceConfig::default())
    }

    /// Starts the people service on the database of a URL.
    pub(crate) fn serve_on(url: &str) -> Self {
        let database = dropspec::db::Database::open(url).unwrap();
        Self::serve(People::new(database), People::routes(), ServiceConfig::default())
    }

    /// Starts a service.
    pub(crate) fn serve<A: Send + Sync + 'static>(api: A, routes: Vec<Route<A>>, config: ServiceConfig) -> Self {
        Self::serve_with_config(ServerConfig::new(([127, 0, 0, 1], 0).into()), api, routes, config)
    }

    /// Starts a service with a server configuration.
    pub(crate) fn serve_with_config<A: Send + Sync + 'static>(
        server: ServerConfig,
        api: A,
        routes: Vec<Route<A>>,
        config: ServiceConfig,
    ) -> Self {
        let server = Server::start_with(server, api, routes, config, Telemetry::default()).unwrap();
        // Long enough for a slow machine, short enough to fail a test that never gets a response.
        let client = Client::builder().redirect(Policy::none()).timeout(Duration::from_secs(30)).build().unwrap();
        Self { client, address: server.local_address(), _server: Box::new(server), _database: None }
    }

    /// Starts the people service on the database of a URL, with a request timeout.
    pub(crate) fn serve_with_timeout(url: &str, request: Duration) -> Self {
        let mut config = ServerConfig::new(([127, 0, 0, 1], 0).into());
        config.timeouts.request = request;
        let service = People::new(dropspec::db::Database::open(url).unwrap());
        Self::serve_with_config(config, service, People::routes(), ServiceConfig::default())
    }

    /// Opens a raw connection, for requests that the client would not send.
    pub(crate) fn raw_connection(&self) -> RawConnection {
        RawConnection::connect(self.address)
    }

    /// Returns the address of the server.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the base URL.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url()))
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Response {
        let request = request.build().unwrap();
        let method = request.method().clone();
        Response::read(method, self.client.execute(request).await.unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.send(self.request(Method::GET, path)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Response {
        self.send(self.request(Method::DELETE, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Response {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Response {
        self.send(self.request(Method::PUT, path).json(body)).await
    }

    /// Posts JSON text that a [`Value`] cannot represent.
    pub(crate) async fn post_text(&self, path: &str, body: impl Into<reqwest::Body>) -> Response {
        let request = self.request(Method::POST, path);
        self.send(request.header("content-type", "application/json").body(body)).await
    }

    /// Creates a person and returns its location.
    pub(crate) async fn create(&self, person: &Value) -> String {
        let response = self.post("/people", person).await;
        response.json(201);
        response.header("location").to_owned()
    }
}
