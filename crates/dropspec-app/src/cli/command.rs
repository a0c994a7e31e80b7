//! The commands that every service has.

use std::io::{self, Write as _};

use clap::Subcommand;
#[cfg(feature = "terminal")]
use clap_complete::Shell;
use dropspec::document::Document as _;

use super::check_health;
use crate::{App, Error, serve};

/// A command that every service has.
#[derive(Debug, Subcommand)]
#[command(rename_all = "snake_case")]
pub(super) enum Command {
    /// Start the service; the default command
    Serve(serve::Arguments),
    /// Check that the running service is ready
    #[command(alias = "check-health")]
    CheckHealth(check_health::Arguments),
    /// Print the OpenAPI document
    Openapi,
    /// Print the completion script for a shell
    #[cfg(feature = "terminal")]
    Completions {
        /// The shell
        shell: Shell,
    },
}

impl Command {
    /// Runs it. `program` makes the whole command line.
    #[cfg_attr(not(feature = "terminal"), allow(unused_variables))]
    pub(super) async fn run<A: App>(self, program: &dyn Fn() -> clap::Command) -> Result<(), Error> {
        match self {
            Self::Serve(arguments) => serve::run::<A>(arguments).await,
            Self::CheckHealth(arguments) => check_health::run::<A>(arguments).await,
            Self::Openapi => Ok(io::stdout().write_all(A::Document::YAML.as_bytes())?),
            #[cfg(feature = "terminal")]
            Self::Completions { shell } => completions(shell, program()),
        }
    }
}

#[cfg(feature = "terminal")]
fn completions(shell: Shell, mut program: clap::Command) -> Result<(), Error> {
    let mut script = Vec::new();
    let name = program.get_name().to_owned();
    clap_complete::generate(shell, &mut program, name, &mut script);
    Ok(io::stdout().write_all(&script)?)
}
