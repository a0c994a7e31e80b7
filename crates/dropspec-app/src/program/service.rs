//! A service of a program.

use std::collections::BTreeSet;
use std::fmt;
use std::net::SocketAddr;

use clap::ArgMatches;
use dropspec::config::Environment;
use futures_util::future::LocalBoxFuture;

use crate::config::default_address;
use crate::config::reference::variables;
use crate::{App, Error, cli};

/// A service of a program, whatever its type.
pub(super) struct Service {
    pub(super) name: &'static str,
    pub(super) prefix: &'static str,
    command: fn() -> clap::Command,
    dispatch: for<'m> fn(&'m ArgMatches, clap::Command) -> LocalBoxFuture<'m, Result<(), Error>>,
    variables: fn() -> BTreeSet<String>,
    address: fn() -> SocketAddr,
}

impl Service {
    pub(super) fn of<A: App>() -> Self {
        Self {
            name: A::NAME,
            prefix: A::ENV_PREFIX,
            command: cli::command::<A>,
            dispatch: |matches, program| Box::pin(cli::dispatch::<A>(matches, program)),
            variables: || variables::<A>().iter().map(|variable| variable.name().to_owned()).collect(),
            // An invalid address is reported by the service itself.
            address: || Environment::from_env(A::ENV_PREFIX).read("_BIND", default_address::<A>()),
        }
    }

    /// The command line of the service, as a part of that of the program.
    pub(super) fn command(&self) -> clap::Command {
        (self.command)()
    }

    /// Runs the command of the service that was given. `program` is the whole command line.
    pub(super) fn run<'m>(
        &self,
        matches: &'m ArgMatches,
        program: clap::Command,
    ) -> impl Future<Output = Result<(), Error>> + use<'m> {
        (self.dispatch)(matches, program)
    }

    /// The names of its variables.
    pub(super) fn variables(&self) -> BTreeSet<String> {
        (self.variables)()
    }

    /// The address that it is configured to listen on.
    pub(super) fn address(&self) -> SocketAddr {
        (self.address)()
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("name", &self.name).finish_non_exhaustive()
    }
}
