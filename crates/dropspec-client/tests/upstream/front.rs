//! The service that calls the upstream.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use dropspec_client::upstream::{Upstream, UpstreamConfig, dependencies};
use dropspec_client::{Connection, Error, Operation, Request};
use dropspec_config::Environment;
use dropspec_http::health::{Dependency, Readiness, routes};
use dropspec_http::{HandlerFuture, RequestContext, Response, Route, ServiceConfig};
use dropspec_server::{Server, ServerConfig};
use dropspec_telemetry::Telemetry;
use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::Value;

/// The upstream, unless a test needs another one.
pub(crate) const STOCK: UpstreamConfig = UpstreamConfig::new("stock", "http://127.0.0.1:9").with_max_response(10_000);

/// A client as the generator makes it.
pub(crate) struct StockClient(Connection);

impl From<Connection> for StockClient {
    fn from(connection: Connection) -> Self {
        Self(connection)
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Level {
    pub(crate) level: u64,
}

impl StockClient {
    pub(crate) async fn level(&self, method: &'static str) -> Result<Level, Error<Infallible>> {
        let operation =
            Operation { method, path: "/level", parameters: &[], accept: "application/json", security: &[] };
        let response = Request::new(&self.0, &operation).send().await?;
        match response.status() {
            StatusCode::OK => response.of_type("application/json").await?.json().await,
            _ => Err(response.unexpected().await),
        }
    }
}

/// The service.
pub(crate) struct Front {
    pub(crate) stock: Upstream,
}

impl Readiness for Front {
    async fn dependencies(&self) -> Vec<Dependency> {
        dependencies([&self.stock]).await
    }
}

fn route(method: Method, handler: for<'a> fn(&'a Front, &'a mut RequestContext) -> HandlerFuture<'a>) -> Route<Front> {
    Route { operation: "level", method, path: "/level", consumes: &[], produces: &[], renderer: None, handler }
}

impl Front {
    async fn respond(&self, method: &'static str) -> Result<Response, dropspec_http::Error> {
        let Level { level } = self.stock.client::<StockClient>().level(method).await?;
        Ok(Response::bytes(StatusCode::OK, "text/plain", level.to_string()))
    }
}

/// The upstream at an address, with a time limit.
pub(crate) fn upstream(config: UpstreamConfig, address: SocketAddr, timeout: &str) -> Upstream {
    let url = format!("http://{address}/");
    let mut env = Environment::of("FRONT", &[("STOCK_URL", &url), ("STOCK_TIMEOUT", timeout)]);
    let upstream = config.read(&mut env);
    env.finish().unwrap();
    upstream
}

/// Starts the service, whose requests have a time limit.
pub(crate) fn start(stock: Upstream, request_timeout: Duration) -> Server<Front> {
    let mut config = ServerConfig::new(([127, 0, 0, 1], 0).into());
    config.timeouts.request = request_timeout;
    let mut all = routes();
    all.push(route(Method::GET, |front, _| Box::pin(front.respond("GET"))));
    all.push(route(Method::POST, |front, _| Box::pin(front.respond("POST"))));
    Server::start_with(config, Front { stock }, all, ServiceConfig::default(), Telemetry::default()).unwrap()
}

/// A service that calls an upstream at an address, with time limits that no test reaches.
pub(crate) fn calling(address: SocketAddr) -> Server<Front> {
    start(upstream(STOCK, address, "60s"), Duration::from_secs(90))
}

/// The status and the body of a response of the service; its problem as JSON.
pub(crate) async fn request(server: &Server<Front>, method: Method, path: &str) -> (u16, Value) {
    let url = format!("http://{}{path}", server.local_address());
    let response = reqwest::Client::new().request(method, url).send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

/// The response to a request that calls the upstream with `GET`.
pub(crate) async fn get(server: &Server<Front>) -> (u16, Value) {
    request(server, Method::GET, "/level").await
}
