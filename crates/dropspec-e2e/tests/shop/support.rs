//! A service that returns what it is sent, and a client for it.

use dropspec::server::Server;
use dropspec::telemetry::Telemetry;
use dropspec::{Error, Problem, ResponseValidation, ServiceConfig};
use dropspec_e2e::types::{Item, ItemDraft};
use dropspec_e2e::*;
use reqwest::{Client, Method};
use serde_json::{Value, json};

/// The service under test.
struct Shop;

impl Api for Shop {
    async fn list_items(&self, request: ListItemsRequest) -> Result<ListItemsResponse, Error> {
        let ListItemsRequest { in_stock, kind, sort, limit, least_price, label } = request;
        let kind = kind.map(|kind| kind.to_string());
        Ok(ListItemsResponse::Ok {
            body: vec![format!("{in_stock} {kind:?} {sort} {limit} {least_price} {label}")],
            x_total: limit.into(),
            link: (label == "next").then(|| "</items>; rel=\"next\"".to_owned()),
        })
    }

    async fn count_items(&self, request: CountItemsRequest) -> Result<CountItemsResponse, Error> {
        Ok(CountItemsResponse::Ok(request.sort.to_string().len().try_into().unwrap()))
    }

    async fn get_item(&self, request: GetItemRequest) -> Result<GetItemResponse, Error> {
        if request.sku == "NO-1" {
            return Ok(GetItemResponse::NotFound(Problem::new("there is no such item")));
        }
        let x_age = (request.sku == "OLD-1").then_some(40);
        let body = Item { sku: request.sku, draft: ItemDraft::Yes };
        Ok(GetItemResponse::Ok { body, etag: "\"1\"".to_owned(), x_age })
    }

    async fn delete_item(&self, request: DeleteItemRequest) -> Result<DeleteItemResponse, Error> {
        Ok(match request.sku.as_str() {
            "TE-1" => DeleteItemResponse::ImATeapot(Problem::new("it is a teapot")),
            sku => DeleteItemResponse::NoContent { x_undo: (sku == "UN-1").then(|| "yes".to_owned()) },
        })
    }

    async fn get_place(&self, request: GetPlaceRequest) -> Result<GetPlaceResponse, Error> {
        Ok(GetPlaceResponse::Ok(vec![json!(request.shelf), json!(request.place)]))
    }

    async fn echo_words(&self, request: EchoWordsRequest) -> Result<EchoWordsResponse, Error> {
        let EchoWordsRequest { api, call, known, body, request, type_, self_ } = request;
        let words: Vec<_> = [api, call, known, body, request, type_, self_].into_iter().flatten().collect();
        Ok(EchoWordsResponse::Ok(words.join(" ")))
    }

    async fn echo_fast(&self, request: EchoFastRequest) -> Result<EchoFastResponse, Error> {
        let mut body = request.body;
        if body.name == "grow" {
            body.name = "grown".to_owned();
        }
        Ok(EchoFastResponse::Ok(body))
    }

    async fn echo_slow(&self, request: EchoSlowRequest) -> Result<EchoSlowResponse, Error> {
        Ok(EchoSlowResponse::Ok(request.body))
    }

    async fn echo_list(&self, request: EchoListRequest) -> Result<EchoListResponse, Error> {
        Ok(EchoListResponse::Ok(request.body))
    }
}

/// The running service, and a client for it.
pub(crate) struct TestServer {
    url: String,
    client: Client,
    _server: Server<Shop>,
}

impl TestServer {
    pub(crate) async fn start() -> Self {
        // The server stops with the runtime.
        let limits = ServiceConfig { validate_responses: ResponseValidation::Enforce, ..ServiceConfig::default() };
        let server = Server::start(([127, 0, 0, 1], 0).into(), Shop, routes(), limits, Telemetry::default()).unwrap();
        Self { url: format!("http://{}", server.local_address()), client: Client::new(), _server: server }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) async fn request(&self, method: Method, path: &str) -> TestResponse {
        TestResponse::read(self.client.request(method, format!("{}{path}", self.url)).send().await.unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> TestResponse {
        self.request(Method::GET, path).await
    }

    pub(crate) async fn post(&self, path: &str, media_type: &str, body: impl ToString) -> TestResponse {
        let request = self.client.post(format!("{}{path}", self.url)).header("content-type", media_type);
        TestResponse::read(request.body(body.to_string()).send().await.unwrap()).await
    }

    pub(crate) async fn post_json(&self, path: &str, body: impl ToString) -> TestResponse {
        self.post(path, "application/json", body).await
    }
}

/// A response.
#[derive(Debug)]
pub(crate) struct TestResponse {
    pub(crate) status: u16,
    headers: reqwest::header::HeaderMap,
    /// The JSON body; null if there is none.
    pub(crate) body: Value,
}

impl TestResponse {
    async fn read(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.unwrap();
        let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() };
        Self { status, headers, body }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The violations of a response with status 400: source and detail.
    pub(crate) fn violations(&self) -> Vec<(&str, &str)> {
        assert_eq!(self.status, 400, "{self:?}");
        self.body["errors"].as_array().unwrap().iter().map(violation).collect()
    }
}

fn violation(error: &Value) -> (&str, &str) {
    let source = error["pointer"].as_str().or_else(|| error["parameter"].as_str());
    (source.unwrap(), error["detail"].as_str().unwrap())
}
