//! Starts the service on a new database.

use dropspec::ServiceConfig;
use dropspec::db::{Database, HasDatabase};
use dropspec::migrate::create_tables_if_missing;
use dropspec::server::Server;
use dropspec::telemetry::Telemetry;
use dropspec_e2e::fleet::{Api, routes, tables};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::Value;

#[macro_use]
#[path = "../../../../tests/service/support/backend.rs"]
mod backend;
#[path = "../support/database.rs"]
mod database;

pub(crate) use backend::Backend;
use database::{Cleanup, new_database};

struct Service(Database);

impl Api for Service {}

impl HasDatabase for Service {
    fn database(&self) -> &Database {
        &self.0
    }
}

/// The running service.
pub(crate) struct Fleet {
    client: Client,
    server: Server<Service>,
    _cleanup: Cleanup,
}

impl Fleet {
    pub(crate) async fn start(backend: Backend) -> Self {
        let (database, cleanup) = new_database(backend);
        assert!(create_tables_if_missing(&database, tables::ALL).await.unwrap());
        let address = ([127, 0, 0, 1], 0).into();
        let server =
            Server::start(address, Service(database), routes(), ServiceConfig::default(), Telemetry::default())
                .unwrap();
        Self { client: Client::new(), server, _cleanup: cleanup }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.server.local_address())
    }

    /// Builds a request, for those that need more than [`Fleet::call`].
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.server.local_address()))
    }

    /// Sends a request; returns the status, the JSON body and the `Location` header of the response.
    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value, String) {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let (status, location) = (response.status(), response.headers().get("location").cloned());
        let location = location.map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        let text = response.text().await.unwrap();
        (status, if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() }, location)
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body, _) = self.call(Method::GET, path, None).await;
        assert_eq!(status, 200, "{body}");
        body
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Value {
        let (status, body, _) = self.call(Method::PUT, path, Some(body)).await;
        assert_eq!(status, 200, "{body}");
        body
    }
}
