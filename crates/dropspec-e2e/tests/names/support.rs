//! Starts the service on a new database.

use dropspec::db::{Database, HasDatabase};
use dropspec::migrate::create_tables_if_missing;
use dropspec::server::Server;
use dropspec::telemetry::Telemetry;
use dropspec::{Error, Problem, ServiceConfig, StatusOf};
use dropspec_e2e::names::*;
use http::StatusCode;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

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

    async fn get_pet_2(&self, _: GetPet2Request) -> Result<GetPet2Response, Error> {
        Ok(GetPet2Response::Ok("getPet".to_owned()))
    }

    async fn get_pet(&self, _: GetPetRequest) -> Result<GetPetResponse, Error> {
        Ok(GetPetResponse::Ok("get_pet".to_owned()))
    }

    async fn get_pet_3(&self, _: GetPet3Request) -> Result<GetPet3Response, Error> {
        Ok(GetPet3Response::Ok("get-pet".to_owned()))
    }

    async fn get_pet_request(&self, _: GetPetRequestRequest) -> Result<GetPetRequestResponse, Error> {
        Ok(GetPetRequestResponse::Ok("get_pet_request".to_owned()))
    }

    async fn self_(&self, _: SelfRequest) -> Result<SelfResponse, Error> {
        Ok(SelfResponse::Ok("Self".to_owned()))
    }

    async fn gen_(&self, _: GenRequest) -> Result<GenResponse, Error> {
        Ok(GenResponse::Ok("gen".to_owned()))
    }

    async fn _2(&self, _: _2Request) -> Result<_2Response, Error> {
        Ok(_2Response::Ok("-".to_owned()))
    }

    async fn database_2(&self, _: Database2Request) -> Result<Database2Response, Error> {
        Ok(Database2Response::Ok("database".to_owned()))
    }

    async fn clone(&self, _: CloneRequest) -> Result<CloneResponse, Error> {
        Ok(CloneResponse::Ok("clone".to_owned()))
    }

    async fn type_(&self, request: TypeRequest) -> Result<TypeResponse, Error> {
        match request.self_.as_str() {
            "299" => return Ok(TypeResponse::Status299),
            "418" => {
                let status = StatusOf::try_from(StatusCode::IM_A_TEAPOT).map_err(Error::internal)?;
                let (body, status_in_header) = (Problem::default(), Some("short".to_owned()));
                return Ok(TypeResponse::ClientError { status, body, status_in_header });
            }
            "default" => {
                let problem = Problem::default();
                return Ok(TypeResponse::Default { status: StatusCode::BAD_GATEWAY, body: problem });
            }
            _ => {}
        }
        let body = match request.body {
            TypeRequestBody::Json(value) => json!({ "json": value }),
            TypeRequestBody::VndJson(_) => json!("vnd"),
            TypeRequestBody::TextJson(text) => json!({ "text json": text }),
            TypeRequestBody::Text(text) => json!({ "text": text }),
        };
        let echo = json!([
            request.type_in_path,
            request.self_,
            request.type_in_query,
            request.type_in_cookie,
            request.size_2,
            request.size,
            request.a_b_2,
            request.a_b,
            request.a_b_3,
            request.select,
            request.table,
            request.api,
            request.context,
            request.known,
            request.request,
            request.value,
            request.accept_in_query,
            request.body_in_query,
            request.identity_in_query,
            request.größe,
            request.名,
            request.x_type_2,
            request.x_type,
            body
        ]);
        Ok(TypeResponse::Ok {
            body: match request.accept {
                TypeAccept::Json => Type200Body::Json(echo),
                TypeAccept::Text => Type200Body::Text(echo.to_string()),
            },
            x_total_2: 1,
            x_total: 2,
            status_in_header: Some("s".to_owned()),
            body_in_header: None,
            response: Some("r".to_owned()),
            type_: "t".to_owned(),
        })
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

    /// A request without a body.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.server.local_address()))
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.server.local_address())
    }

    async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> (u16, Value) {
        let request = self.request(method, path);
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
