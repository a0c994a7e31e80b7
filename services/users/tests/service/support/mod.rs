//! Starts the services, each on a real port.

use std::net::{SocketAddr, TcpListener};

use dropspec::config::Environment;
use dropspec::db::{Database, create};
use dropspec::server::Server;
use dropspec::telemetry::Telemetry;
use dropspec::{ResponseValidation, ServiceConfig};
use dropspec_app::storage::StoredApp as _;
use dropspec_app::{App, AppConfig as _};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use serde_json::Value;
use users::backend;
use users::backend::api::types::User;
use users::frontend::Frontend;

#[macro_use]
#[path = "../../../../../tests/service/support/backend.rs"]
mod backend_kind;
#[path = "../../../../../crates/dropspec-e2e/tests/support/database.rs"]
mod database;
mod stub;

pub(crate) use backend_kind::Backend;
use database::{Cleanup, new_database};
pub(crate) use stub::{Behaviour, Stub};

/// What a browser sends.
pub(crate) const HTML: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// Both services, and a client.
pub(crate) struct Users {
    pub(crate) client: Client,
    pub(crate) backend: Server<backend::Backend>,
    pub(crate) frontend: Server<Frontend>,
    database: Database,
    _cleanup: Cleanup,
}

impl Users {
    /// Starts both on an empty database.
    pub(crate) async fn start(kind: Backend) -> Self {
        let address = free_address();
        Self::start_with(kind, address, frontend(&format!("http://{address}")).await).await
    }

    /// Starts the back end of a front end on an empty database.
    pub(crate) async fn start_with(kind: Backend, address: SocketAddr, frontend: Server<Frontend>) -> Self {
        let (database, cleanup) = new_database(kind);
        database.migrate(backend::Backend::MIGRATIONS).await.unwrap();
        let backend = serve(address, backend::Backend::build((), database.clone()).await.unwrap());
        Self { client: client(), backend, frontend, database, _cleanup: cleanup }
    }

    /// Stores a user with this name.
    pub(crate) async fn store(&self, name: &str) {
        create::<User>(&self.database, User { user_name: name.to_owned() }).await.unwrap();
    }

    /// Sends a request to the back end.
    pub(crate) async fn call(&self, method: &str, path_and_query: &str) -> (u16, Value) {
        let url = format!("{}{path_and_query}", url(&self.backend));
        let response = self.client.request(method.parse().unwrap(), url).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    /// The names that the back end lists, in its order.
    pub(crate) async fn names(&self) -> Vec<String> {
        let (status, users) = self.call("GET", "/backend").await;
        assert_eq!(status, 200, "{users}");
        users.as_array().unwrap().iter().map(|user| user["userName"].as_str().unwrap().to_owned()).collect()
    }

    /// A request for a page of the front end, as a browser sends it.
    pub(crate) fn page(&self, path_and_query: &str) -> RequestBuilder {
        self.client.get(format!("{}{path_and_query}", url(&self.frontend))).header("accept", HTML)
    }

    /// The submission of the form on the page.
    pub(crate) fn submit(&self, count: &str) -> RequestBuilder {
        self.client.post(url(&self.frontend)).header("accept", HTML).form(&[("count", count)])
    }
}

/// Starts the front end of a back end, which has to respond within three seconds.
pub(crate) async fn frontend(backend: &str) -> Server<Frontend> {
    let variables = [("BACKEND_URL", backend), ("BACKEND_TIMEOUT", "3s")];
    let mut env = Environment::of(Frontend::ENV_PREFIX, &variables);
    let config = <Frontend as App>::Config::read(&mut env);
    env.finish().unwrap();
    serve(([127, 0, 0, 1], 0).into(), Frontend::build(config, ()).await.unwrap())
}

fn serve<A: App>(address: SocketAddr, service: A) -> Server<A> {
    let config = ServiceConfig { validate_responses: ResponseValidation::Enforce, ..ServiceConfig::default() };
    Server::start(address, service, A::routes(), config, Telemetry::default()).unwrap()
}

pub(crate) fn url<A: Send + Sync + 'static>(server: &Server<A>) -> String {
    format!("http://{}", server.local_address())
}

/// A client that shows redirects instead of following them.
pub(crate) fn client() -> Client {
    Client::builder().redirect(Policy::none()).build().unwrap()
}

/// Sends a request, and returns the status and the body of the response.
pub(crate) async fn send(request: RequestBuilder) -> (u16, String) {
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

/// An address on which nothing listens.
pub(crate) fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}
