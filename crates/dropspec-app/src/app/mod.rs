//! The trait that a service implements to become a program.

mod prefix;

use std::convert::Infallible;
use std::future::Future;

use clap::Subcommand;
#[cfg(feature = "auth")]
use dropspec::auth::Authenticator;
use dropspec::config::Environment;
use dropspec::health::Readiness;
use dropspec::telemetry::BuildInfo;
use dropspec::{Mock, Route, add_defaults, document, health};

use crate::{BoxError, Error, Resources, Variable};

/// The commands of a service that has none of its own.
pub type NoCommands = Infallible;

/// A service as a program: its name, its operations, and how it is built. [`run`](crate::run) does the rest, and
/// [`service!`](crate::service!) implements it for most services.
pub trait App: Readiness + Sized + Send + Sync + 'static {
    /// The package of the service: [`dropspec::build_info!`] in its crate.
    const BUILD: BuildInfo;

    /// The name of the program.
    const NAME: &'static str = Self::BUILD.name;

    /// One sentence about the service, the first line of `--help`.
    const ABOUT: &'static str;

    /// The prefix of the service's own environment variables, without the underscore after it: [`App::NAME`] in upper case.
    const ENV_PREFIX: &'static str = prefix::of::<Self>();

    /// The default port.
    const PORT: u16 = 8080;

    /// The document that the service was generated from.
    type Document: document::Document;

    /// The configuration of the service itself; `()` for none.
    type Config: AppConfig;

    /// What the service is built on: a [`Database`](dropspec::db::Database) if its document has tables, else `()`.
    type Resources: Resources<Self>;

    /// Commands of the service itself; [`NoCommands`] for none.
    type Commands: Commands;

    /// The operations of the document: the generated function `routes`.
    fn operations() -> Vec<Route<Self>>;

    /// Responses that `serve --mock` returns for operations that are not implemented: the generated `MOCKS`, if they are generated.
    #[must_use]
    fn mocks() -> Option<&'static [Mock]> {
        None
    }

    /// Builds the service.
    fn build(config: Self::Config, resources: Self::Resources) -> impl Future<Output = Result<Self, BoxError>> + Send;

    /// Verifies the bearer tokens with which `/metrics` is read where all requests need credentials. Without it, the default, the metrics are
    /// served only at the admin port then.
    #[cfg(feature = "auth")]
    #[must_use]
    fn metrics_authenticator(&self) -> Option<&dyn Authenticator> {
        None
    }

    /// All routes: the operations, the document itself, and the probes. An operation takes the place of a route on the same path.
    #[must_use]
    fn routes() -> Vec<Route<Self>> {
        let mut routes = Self::operations();
        add_defaults(&mut routes, document::routes::<Self, Self::Document>());
        add_defaults(&mut routes, health::routes());
        routes
    }
}

/// The configuration of a service itself, beside what every service has.
pub trait AppConfig: Send {
    /// Reads it. What is wrong is reported together with all other errors of the environment.
    fn read(env: &mut Environment) -> Self;

    /// The variables that [`AppConfig::read`] reads, for `--help` and the documentation. Others have no effect, and are reported as unknown.
    #[must_use]
    fn variables() -> Vec<Variable> {
        Vec::new()
    }
}

impl AppConfig for () {
    fn read(_: &mut Environment) {}
}

/// Commands of a service itself, beside those that every service has.
pub trait Commands: Subcommand {
    /// Runs one.
    fn run(self) -> impl Future<Output = Result<(), Error>> + Send;
}

impl Commands for NoCommands {
    async fn run(self) -> Result<(), Error> {
        match self {}
    }
}
