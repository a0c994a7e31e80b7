//! `serve`.

mod greeting;
#[cfg(feature = "metrics")]
mod metrics;
mod open_operations;

use std::net::SocketAddr;

use clap::Args;
use dropspec::Route;
#[cfg(any(feature = "docs", feature = "metrics"))]
use dropspec::add_defaults;
use dropspec::config::FromEnv as _;
#[cfg(feature = "docs")]
use dropspec::docs;
use dropspec::document::Document as _;
use dropspec::server::{Server, ServerConfig, ShutdownSignal};
use dropspec::telemetry::{BuildInfo, LogFormat, Telemetry, log_panics};
use tracing::info;

use crate::config::Config;
use crate::{App, Error, Resources as _};
use greeting::Greeting;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The address to listen on, in place of the configured one
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    bind: Option<SocketAddr>,
    /// Return examples of the document, or generated values, for operations that are not implemented
    #[arg(long)]
    mock: bool,
    /// Shut down when standard input is closed, as the program that started this one has ended then
    #[arg(long, hide = true)]
    until_stdin_closes: bool,
}

pub(crate) async fn run<A: App>(arguments: Arguments) -> Result<(), Error> {
    let config = configured::<A>(&arguments)?;
    config.log.install()?;
    log_panics();
    if config.settings.is_deployed() {
        A::Resources::warn_if_unsafe(&config.resources);
    }
    let routes = routes(&config, A::routes());
    let (resources, notes) = A::Resources::open(config.resources).await?;
    let build = BuildInfo { name: A::NAME, ..A::BUILD };
    let telemetry = Telemetry::new(config.log, &config.telemetry, build)?;
    #[cfg(all(feature = "metrics", feature = "upstream"))]
    dropspec::metrics::register_upstreams(telemetry.metrics());
    resources.check(&telemetry).await?;
    let scheme = scheme(&config.server);
    let (auth, settings) = (config.limits.auth, config.settings);
    let admin = config.telemetry.admin;
    let service = A::build(config.service, resources).await.map_err(Error::Build)?;
    let server = Server::start_with(config.server, service, routes, config.limits, &telemetry)?;
    // The admin port stays open until the service has ended.
    let admin = admin.map(|address| server.start_admin(address)).transpose()?;
    let mut signal = ShutdownSignal::listen()?;
    if arguments.until_stdin_closes {
        signal = signal.or_end_of_stdin()?;
    }
    let greeting = Greeting {
        scheme,
        address: server.local_address(),
        admin: admin.as_ref().map(Server::local_address),
        notes,
        has_docs: config.docs && cfg!(feature = "docs"),
    };
    match config.log.format {
        LogFormat::Text => print!("{}", greeting.text::<A>()),
        LogFormat::Json => {
            let Greeting { address, admin, .. } = greeting;
            let (admin, database) = (admin.map(|admin| admin.to_string()), greeting.note("database"));
            info!(%address, admin, database, "serving");
        }
    }
    open_operations::log(A::Document::ANONYMOUS, auth, settings, A::ENV_PREFIX);
    let result = server.run_until_shutdown(signal).await.map_err(Error::Server);
    telemetry.shutdown().await;
    result
}

fn scheme(config: &ServerConfig) -> &'static str {
    #[cfg(feature = "tls")]
    if config.tls.is_some() {
        return "https";
    }
    let _ = config;
    "http"
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

/// Adds the routes that the features provide and the configuration asks for.
#[cfg_attr(not(any(feature = "docs", feature = "metrics")), allow(unused_mut, unused_variables))]
fn routes<A: App>(config: &Config<A>, mut routes: Vec<Route<A>>) -> Vec<Route<A>> {
    #[cfg(feature = "docs")]
    if config.docs {
        // `/` redirects to the docs page, unless the document has an operation there.
        if !routes.iter().any(|route| route.path == "/") {
            routes.push(docs::root());
        }
        add_defaults(&mut routes, docs::routes());
    }
    #[cfg(feature = "metrics")]
    // With an admin port, the metrics are served only there.
    if config.telemetry.admin.is_none() {
        add_defaults(&mut routes, metrics::route(config.limits.auth));
    }
    routes
}

fn address(text: &str) -> Result<SocketAddr, String> {
    SocketAddr::from_env(text).ok_or_else(|| format!("must be {}", SocketAddr::EXPECTED))
}
