//! The resources that a service is built from.

use std::future::Future;

use clap::ArgMatches;
use dropspec::config::Environment;
use dropspec::telemetry::Telemetry;

use crate::settings::Settings;
use crate::{Error, Variable};

/// What a service is built on, with the configuration and the commands that belong to it: `()` for a stateless service, with the feature
/// `storage` a [`Database`](dropspec::db::Database) for a [`StoredApp`](crate::storage::StoredApp).
///
/// It is sealed: these are all there are.
pub trait Resources<A>: sealed::Sealed + Sized + Send {
    /// Where to find it.
    type Config: Send;

    /// The prefixes of its variables, besides that of the service.
    const PREFIXES: &'static [&'static str] = &[];

    /// The variables with these prefixes that other programs read.
    const FOREIGN: &'static [&'static str] = &[];

    /// Reads where to find it.
    fn read(env: &mut Environment, settings: Settings) -> Self::Config;

    /// Logs what of the configuration is unsafe where others depend on the service.
    fn warn_if_unsafe(_: &Self::Config) {}

    /// The variables that [`Resources::read`] reads.
    #[must_use]
    fn variables() -> Vec<Variable>;

    /// Adds its commands.
    #[must_use]
    fn with_commands(command: clap::Command) -> clap::Command;

    /// Runs the command that was given, one of its own.
    fn run(matches: &ArgMatches) -> impl Future<Output = Result<(), Error>>;

    /// Opens it for the service that is about to start.
    fn open(config: Self::Config) -> impl Future<Output = Result<(Self, Vec<Entry>), Error>>;

    /// Checks that the service can work on it, and shows it in the metrics.
    fn check(&self, telemetry: &Telemetry) -> impl Future<Output = Result<(), Error>>;

    /// The paths that are printed when the service starts, with their labels.
    #[must_use]
    fn paths() -> Vec<(&'static str, &'static str)>;
}

/// A line of what is printed when the service starts: a label, which may be empty, and a text.
pub type Entry = (&'static str, String);

mod sealed {
    /// Limits the implementations of [`Resources`](super::Resources).
    pub trait Sealed {}

    impl Sealed for () {}
    #[cfg(feature = "storage")]
    impl Sealed for dropspec::db::Database {}
}

/// A stateless service.
impl<A> Resources<A> for () {
    type Config = ();

    fn read(_: &mut Environment, _: Settings) {}

    fn variables() -> Vec<Variable> {
        Vec::new()
    }

    fn with_commands(command: clap::Command) -> clap::Command {
        command
    }

    async fn run(_: &ArgMatches) -> Result<(), Error> {
        Ok(())
    }

    async fn open((): ()) -> Result<(Self, Vec<Entry>), Error> {
        Ok(((), Vec::new()))
    }

    async fn check(&self, _: &Telemetry) -> Result<(), Error> {
        Ok(())
    }

    fn paths() -> Vec<(&'static str, &'static str)> {
        vec![("service", "/")]
    }
}
