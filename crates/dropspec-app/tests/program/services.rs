//! Two services: the one at the front calls the one at the back.

use std::convert::Infallible;
use std::time::Duration;

use dropspec::reexport::http::{Method, StatusCode};
use dropspec::upstream::{Upstream, UpstreamConfig};
use dropspec::{Response, Route, document};
use dropspec_app::Program;
use dropspec_client::{Connection, Error, Operation, Request};

pub(crate) fn program() -> Program {
    Program::new("pair", "A service, and one that calls it.").service::<Front>().service::<Back>()
}

const BACK: UpstreamConfig = UpstreamConfig::new("back", "http://127.0.0.1:9").required();

pub(crate) struct Document;

impl document::Document for Document {
    const YAML: &'static str = "openapi: 3.0.3\n";
    const JSON: &'static str = "{}";
}

/// A client as the generator makes it.
struct BackClient(Connection);

impl From<Connection> for BackClient {
    fn from(connection: Connection) -> Self {
        Self(connection)
    }
}

impl BackClient {
    async fn name(&self) -> Result<String, Error<Infallible>> {
        let operation =
            Operation { method: "GET", path: "/name", parameters: &[], accept: "text/plain", security: &[] };
        Request::new(&self.0, &operation).send().await?.of_type("text/plain").await?.text().await
    }
}

pub(crate) struct Front {
    upstreams: [Upstream; 1],
}

dropspec_app::service! {
    service: Front,
    document: front,
    name: "front",
    about: "Calls the service at the back.",
    port: 5900,
    upstreams: [BACK],
    build: |upstreams| Self { upstreams },
}

mod front {
    pub(super) use super::Document;
    use super::*;

    pub(super) fn routes() -> Vec<Route<Front>> {
        vec![text("greet", "/greeting", |front, _| {
            Box::pin(async {
                tokio::time::sleep(Duration::from_millis(300)).await;
                let name = front.upstreams[0].client::<BackClient>().name().await?;
                Ok(Response::bytes(StatusCode::OK, "text/plain", format!("Hello, {name}")))
            })
        })]
    }
}

pub(crate) struct Back;

dropspec_app::service! {
    service: Back,
    document: back,
    name: "back",
    about: "Has a name.",
    port: 5901,
}

mod back {
    pub(super) use super::Document;
    use super::*;

    pub(super) fn routes() -> Vec<Route<Back>> {
        vec![text("name", "/name", |_, _| {
            Box::pin(async {
                tokio::time::sleep(Duration::from_millis(300)).await;
                Ok(Response::bytes(StatusCode::OK, "text/plain", "Ann"))
            })
        })]
    }
}

fn text<A>(operation: &'static str, path: &'static str, handler: Handler<A>) -> Route<A> {
    Route { operation, method: Method::GET, path, consumes: &[], produces: &["text/plain"], renderer: None, handler }
}

type Handler<A> = for<'a> fn(&'a A, &'a mut dropspec::RequestContext) -> dropspec::HandlerFuture<'a>;
