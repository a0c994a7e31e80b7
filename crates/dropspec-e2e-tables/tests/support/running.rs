//! A running service on a new database, and requests to it.

use dropspec::db::{Database, Table};
use dropspec::migrate::create_tables_if_missing;
use dropspec::server::Server;
use dropspec::telemetry::Telemetry;
use dropspec::{Route, ServiceConfig};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

use super::Backend;

#[path = "../../../dropspec-e2e/tests/support/database.rs"]
mod database;

use database::{Cleanup, new_database};

/// A running service.
pub(crate) struct Running<S: Send + Sync + 'static> {
    client: Client,
    server: Server<S>,
    _cleanup: Cleanup,
}

impl<S: Send + Sync + 'static> Running<S> {
    /// Starts a service on a new database with these tables, and returns the database as well.
    pub(crate) async fn start(
        backend: Backend,
        tables: &[&'static Table],
        service: impl FnOnce(Database) -> S,
        routes: Vec<Route<S>>,
    ) -> (Self, Database) {
        let (database, cleanup) = new_database(backend);
        assert!(create_tables_if_missing(&database, tables).await.unwrap());
        let address = ([127, 0, 0, 1], 0).into();
        let config = ServiceConfig::default();
        let service = service(database.clone());
        let server = Server::start(address, service, routes, config, Telemetry::default()).unwrap();
        (Self { client: Client::new(), server, _cleanup: cleanup }, database)
    }

    /// Builds a request.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url()))
    }

    /// The URL of the service.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.server.local_address())
    }

    /// Sends a request; returns the status and the JSON body of the response.
    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        (status, if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() })
    }

    /// Returns the JSON of a resource.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.call(Method::GET, path, None).await;
        assert_eq!(status, 200, "{body}");
        body
    }

    /// Creates a resource and returns it.
    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        let (status, body) = self.call(Method::POST, path, Some(body)).await;
        assert_eq!(status, 201, "{body}");
        body
    }
}
