//! The configuration of a service, from the environment.

pub(crate) mod reference;
#[cfg(test)]
mod tests;

use std::io::{self, IsTerminal};
use std::net::{Ipv4Addr, SocketAddr};

use dropspec::ServiceConfig;
use dropspec::config::{ConfigError, Environment};
use dropspec::server::ServerConfig;
use dropspec::telemetry::{LogConfig, TelemetryConfig};

pub use crate::settings::Settings;

use crate::{App, AppConfig as _, Resources};

/// The configuration of a service that is about to start.
pub struct Config<A: App> {
    /// Where its resources are.
    pub resources: <A::Resources as Resources<A>>::Config,
    /// What the service itself reads.
    pub service: A::Config,
    /// Its address, timeouts and limits on connections.
    pub server: ServerConfig,
    /// The kind of environment.
    pub settings: Settings,
    /// Whether there is a docs page.
    pub docs: bool,
    /// Body limits, authentication and response validation.
    pub limits: ServiceConfig,
    /// Format and level of the log.
    pub log: LogConfig,
    /// Admin port, metrics and traces.
    pub telemetry: TelemetryConfig,
}

impl<A: App> Config<A> {
    /// Reads the environment of the process.
    ///
    /// # Errors
    /// All variables that are malformed, contradict each other, or are not known.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::from_variables(Environment::from_env(A::ENV_PREFIX))
    }

    /// Reads these variables.
    ///
    /// # Errors
    /// As [`Config::from_env`].
    pub fn from_variables(env: Environment) -> Result<Self, ConfigError> {
        let mut env = env.with_reference(reference::of::<A>());
        let config = Self::read(&mut env);
        env.finish().map(|()| config)
    }

    fn read(env: &mut Environment) -> Self {
        let settings = env.read("_SETTINGS", Settings::default());
        Self {
            resources: A::Resources::read(env, settings),
            server: ServerConfig::read(env, default_address::<A>()),
            settings,
            docs: cfg!(feature = "docs") && env.read("_DOCS", settings.has_docs()),
            limits: ServiceConfig::read(env),
            log: LogConfig::read(env, settings.log(io::stderr().is_terminal())),
            telemetry: TelemetryConfig::read(env),
            service: A::Config::read(env),
        }
    }
}

/// The environment of the process, in which only the variables of the reference may be set.
#[cfg(feature = "storage")]
pub(crate) fn environment<A: App>() -> Environment {
    Environment::from_env(A::ENV_PREFIX).with_reference(reference::of::<A>())
}

/// The address that a service listens on by default.
pub(crate) fn default_address<A: App>() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, A::PORT).into()
}
