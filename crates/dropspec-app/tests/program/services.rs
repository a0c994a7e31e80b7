//! Two services: the one at the front calls the one at the back.

use std::convert::Infallible;
use std::time::Duration;

use dropspec::config::{Environment, Variable};
use dropspec::health::{Dependency, Readiness};
use dropspec::reexport::http::{Method, StatusCode};
use dropspec::telemetry::BuildInfo;
use dropspec::upstream::{Upstream, UpstreamConfig, dependencies};
use dropspec::{Response, Route, document};
use dropspec_app::{App, AppConfig, BoxError, NoCommands, Program};
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

pub(crate) struct BackAddress(Upstream);

impl AppConfig for BackAddress {
    fn read(env: &mut Environment) -> Self {
        Self(BACK.read(env))
    }

    fn variables() -> Vec<Variable> {
        BACK.variables().into()
    }
}

pub(crate) struct Front {
    back: Upstream,
}

impl Readiness for Front {
    async fn dependencies(&self) -> Vec<Dependency> {
        dependencies([&self.back]).await
    }
}

impl App for Front {
    const BUILD: BuildInfo = dropspec::build_info!();
    const NAME: &'static str = "front";
    const ABOUT: &'static str = "Calls the service at the back.";
    const PORT: u16 = 5900;

    type Document = Document;
    type Config = BackAddress;
    type Resources = ();
    type Commands = NoCommands;

    fn operations() -> Vec<Route<Self>> {
        vec![text("greet", "/greeting", |front, _| {
            Box::pin(async {
                tokio::time::sleep(Duration::from_millis(300)).await;
                let name = front.back.client::<BackClient>().name().await?;
                Ok(Response::bytes(StatusCode::OK, "text/plain", format!("Hello, {name}")))
            })
        })]
    }

    async fn build(BackAddress(back): BackAddress, (): ()) -> Result<Self, BoxError> {
        Ok(Self { back })
    }
}

pub(crate) struct Back;

impl Readiness for Back {}

impl App for Back {
    const BUILD: BuildInfo = dropspec::build_info!();
    const NAME: &'static str = "back";
    const ABOUT: &'static str = "Has a name.";
    const PORT: u16 = 5901;

    type Document = Document;
    type Config = ();
    type Resources = ();
    type Commands = NoCommands;

    fn operations() -> Vec<Route<Self>> {
        vec![text("name", "/name", |_, _| {
            Box::pin(async {
                tokio::time::sleep(Duration::from_millis(300)).await;
                Ok(Response::bytes(StatusCode::OK, "text/plain", "Ann"))
            })
        })]
    }

    async fn build((): (), (): ()) -> Result<Self, BoxError> {
        Ok(Self)
    }
}

fn text<A>(operation: &'static str, path: &'static str, handler: Handler<A>) -> Route<A> {
    Route { operation, method: Method::GET, path, consumes: &[], produces: &["text/plain"], renderer: None, handler }
}

type Handler<A> = for<'a> fn(&'a A, &'a mut dropspec::RequestContext) -> dropspec::HandlerFuture<'a>;
