//! `serve`.

mod greeting;

use std::net::SocketAddr;

use clap::Args;
use dropspec::config::FromVariable as _;
use dropspec::observe::{self, Format, Observer};
use dropspec::server::{Server, Signals};
use dropspec::{Route, docs};
use slog::info;

use crate::config::Config;
use crate::{App, Error, Resources as _};
use greeting::Greeting;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The address to listen on, in place of the configured one
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    bind: Option<SocketAddr>,
    /// Return the document's examples for operations that are not implemented
    #[arg(long)]
    mock: bool,
}

pub(crate) async fn run<A: App>(arguments: Arguments) -> Result<(), Error> {
    let config = configured::<A>(&arguments)?;
    let (resources, notes) = A::Resources::open(config.resources).await?;
    let observer = Observer::new(config.log, &config.telemetry, A::BUILD)?;
    observer.log_panics();
    resources.check(&observer).await?;
    let scheme = if config.server.tls.is_some() { "https" } else { "http" };
    let admin = config.telemetry.admin;
    let routes = routes::<A>(config.docs, admin.is_none());
    let service = A::build(config.service, resources).await.map_err(Error::Build)?;
    let server = Server::start_with(config.server, service, routes, config.limits, &observer)?;
    // The admin port stays open until the service has ended.
    let admin = admin.map(|address| server.start_admin(address)).transpose()?;
    let signals = Signals::listen()?;
    let greeting = Greeting {
        scheme,
        address: server.local_address(),
        admin: admin.as_ref().map(Server::local_address),
        notes,
        has_docs: config.docs,
    };
    match config.log.format {
        Format::Text => print!("{}", greeting.text::<A>()),
        Format::Json => {
            let Greeting { address, admin, .. } = greeting;
            let (admin, database) = (admin.map(|admin| admin.to_string()), greeting.note("database"));
            info!(observer.logger(), "serving"; "address" => address, "admin" => admin, "database" => database);
        }
    }
    let outcome = server.run_until_told(signals).await.map_err(Error::Server);
    observer.close().await;
    outcome
}

/// The configuration of the environment, with the options of the command line in place.
fn configured<A: App>(arguments: &Arguments) -> Result<Config<A>, Error> {
    let mut config = Config::<A>::from_env()?;
    if let Some(address) = arguments.bind {
        config.server.address = address;
    }
    if arguments.mock {
        config.limits.mocks = A::mocks().ok_or(Error::NoMocks)?;
    }
    Ok(config)
}

/// The routes of the service with those that the configuration asks for.
fn routes<A: App>(has_docs: bool, has_metrics: bool) -> Vec<Route<A>> {
    let mut routes = A::routes();
    if has_docs {
        // `/` leads to the docs page, unless the document has something there.
        if !routes.iter().any(|route| route.path == "/") {
            routes.push(docs::root());
        }
        routes.extend(docs::routes());
    }
    if has_metrics {
        routes.extend(observe::routes());
    }
    routes
}

fn address(text: &str) -> Result<SocketAddr, String> {
    SocketAddr::from_variable(text).ok_or_else(|| format!("must be {}", SocketAddr::EXPECTED))
}
