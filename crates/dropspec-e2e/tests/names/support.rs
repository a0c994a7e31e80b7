//! Starts the service on a new database.

use dropspec::db::{Database, HasDatabase};
use dropspec::migrate::create_tables_if_missing;
use dropspec::server::Server;
use dropspec::telemetry::Telemetry;
use dropspec::{Error, ServiceConfig};
use dropspec_e2e::names::{Api, EchoRequest, EchoResponse, routes, tables};
use reqwest::{Client, Method};
use serde_json::Value;

#[macro_use]
#[path = "../../../../tests/service/support/backend.rs"]
mod backend;
#[path = "../support/database.rs"]
mod database;

pub(crate) use backend::Backend;
use database::{Cleanup, new_database};

struct Names(Database);

impl Api for Names {
    async fn echo(&self, request: EchoRequest) -> Result<EchoResponse, Error> {
        Ok(EchoResponse::Ok(request.body))
    }
}

impl HasDatabase for Names {
    fn database(&self) -> &Database {
        &self.0
    }
}

/// The running service.
pub(crate) struct Service {
    client: Client,
    server: Server<Names>,
    _cleanup: Cleanup,
}

impl Service {
    pub(crate) async fn start(backend: Backend) -> Self {
        let (database, cleanup) = new_database(backend);
        assert!(create_tables_if_missing(&database, tables::ALL).await.unwrap());
        let address = ([127, 0, 0, 1], 0).into();
        let server =
            Server::start(address, Names(database), routes(), ServiceConfig::default(), Telemetry::default()).unwrap();
        Self { client: Client::new(), server, _cleanup: cleanup }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.server.local_address())
    }

    async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> (u16, Value) {
        let request = self.client.request(method, format!("http://{}{path}", self.server.local_address()));
        let request = if let Some(body) = body { request.json(body) } else { request };
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        self.call(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.call(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> (u16, Value) {
        self.call(Method::PUT, path, Some(body)).await
    }
}
