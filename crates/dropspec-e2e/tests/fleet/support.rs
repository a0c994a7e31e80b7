//! The service on a database of either kind.

use dropspec::Limits;
use dropspec::migration::create_first;
use dropspec::server::Server;
use dropspec::store::Database;
use dropspec::store::postgres::Postgres;
use dropspec::store::sqlite::Sqlite;
use dropspec::table::HasDatabase;
use dropspec_e2e::fleet::{Api, routes, tables};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::Value;
use slog::{Discard, Logger, o};
use tempfile::TempDir;

#[macro_use]
#[path = "../../../../tests/service/support/backend.rs"]
mod backend;
#[path = "../../../../tests/service/support/postgres.rs"]
mod postgres;

pub(crate) use backend::Backend;

struct Service(Database);

impl Api for Service {}

impl HasDatabase for Service {
    fn database(&self) -> &Database {
        &self.0
    }
}

/// The service, started for one test.
pub(crate) struct Fleet {
    client: Client,
    server: Server<Service>,
    _keeper: Keeper,
}

/// Removes the database when it is dropped.
enum Keeper {
    Folder { _folder: TempDir },
    Name(String),
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if let Self::Name(name) = self {
            postgres::server().drop_database(name);
        }
    }
}

impl Fleet {
    pub(crate) async fn start(backend: Backend) -> Self {
        let (database, keeper) = match backend {
            Backend::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                let sqlite = Sqlite::open(&folder.path().join("fleet.db")).unwrap();
                (Database::Sqlite(sqlite), Keeper::Folder { _folder: folder })
            }
            Backend::Postgres => {
                let name = postgres::server().create_database(None);
                let postgres = Postgres::new(&postgres::server().url(&name)).unwrap();
                (Database::Postgres(postgres), Keeper::Name(name))
            }
        };
        assert!(create_first(&database, &[&tables::ships::TABLE, &tables::voyages::TABLE]).await.unwrap());
        let (address, silence) = (([127, 0, 0, 1], 0).into(), Logger::root(Discard, o!()));
        let server = Server::start(address, Service(database), routes(), Limits::default(), &silence).unwrap();
        Self { client: Client::new(), server, _keeper: keeper }
    }

    /// A request that has more to say than [`Fleet::call`] lets it.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.server.local_address()))
    }

    /// What a request is answered, as a status, a JSON body and a header.
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
