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

/// Runs the command that was given. The function makes the whole command line.
type Dispatch = for<'m> fn(&'m ArgMatches, &'m dyn Fn() -> clap::Command) -> LocalBoxFuture<'m, Result<(), Error>>;

/// A service of a program, whatever its type.
pub(super) struct Service {
    pub(super) name: &'static str,
    pub(super) prefix: &'static str,
    about: &'static str,
    with_commands: fn(clap::Command) -> clap::Command,
    dispatch: Dispatch,
    variables: fn() -> BTreeSet<String>,
    address: fn() -> SocketAddr,
}

impl Service {
    pub(super) fn of<A: App>() -> Self {
        Self {
            name: A::NAME,
            prefix: A::ENV_PREFIX,
            about: A::ABOUT,
            with_commands: cli::with_commands::<A>,
            dispatch: |matches, program| Box::pin(cli::dispatch::<A>(matches, program)),
            variables: || variables::<A>().iter().map(|variable| variable.name().to_owned()).collect(),
            // An invalid address is reported by the service itself.
            address: || Environment::from_env(A::ENV_PREFIX).read("_BIND", default_address::<A>()),
        }
    }

    /// The command line of the service, as a part of that of the program. Its commands are added when one of them is given, or all are shown, so
    /// that a service that is started does not take the memory for the command lines of all.
    pub(super) fn command(&self) -> clap::Command {
        clap::Command::new(self.name).about(self.about).defer(self.with_commands)
    }

    /// Runs the command of the service that was given. `program` makes the whole command line.
    pub(super) fn run<'m>(
        &self,
        matches: &'m ArgMatches,
        program: &'m dyn Fn() -> clap::Command,
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
