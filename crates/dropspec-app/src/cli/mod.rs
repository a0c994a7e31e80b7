//! The command line.

mod check_health;
mod command;

use std::process::ExitCode;

use clap::{ArgMatches, Args as _, FromArgMatches as _, Subcommand as _};

use command::Command;

use crate::arguments::parsed;
use crate::{App, Commands as _, Error, Resources as _, environment_help, serve};

/// Runs the command that the command line names, which is `serve` if it names none.
#[must_use]
pub fn run<A: App>() -> ExitCode {
    block_on(A::NAME, dispatch::<A>(&command::<A>().get_matches(), &command::<A>))
}

/// Runs a command to its end, and shows its error, which begins with the name of the program.
#[allow(clippy::print_stderr, reason = "errors of a command go there")]
pub(crate) fn block_on(name: &str, command: impl Future<Output = Result<(), Error>>) -> ExitCode {
    let outcome = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(command),
        Err(error) => Err(error.into()),
    };
    dropspec::telemetry::flush();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if !error.is_silent() {
                eprintln!("{name}: {}", error.chain());
            }
            error.exit_code()
        }
    }
}

/// The command line of the service.
pub(crate) fn command<A: App>() -> clap::Command {
    with_commands::<A>(clap::Command::new(A::NAME))
}

/// Adds all that the command line of the service has.
pub(crate) fn with_commands<A: App>(command: clap::Command) -> clap::Command {
    let command = command
        .version(A::BUILD.version)
        .after_help("Environment variables configure the service: see --help.")
        .after_long_help(environment_help::<A>())
        // Options without a command are those of `serve`.
        .args_conflicts_with_subcommands(true);
    let command = Command::augment_subcommands(serve::Arguments::augment_args(command));
    let command = A::Resources::with_commands(command);
    // Last, as each set of commands brings a description of its own.
    A::Commands::augment_subcommands(command).about(A::ABOUT).long_about(None)
}

/// Runs the command of a service that was given. `program` makes the whole command line that it is part of.
pub(crate) async fn dispatch<A: App>(matches: &ArgMatches, program: &dyn Fn() -> clap::Command) -> Result<(), Error> {
    match matches.subcommand_name() {
        None => serve::run::<A>(parsed(serve::Arguments::from_arg_matches(matches))).await,
        Some(name) if Command::has_subcommand(name) => {
            parsed(Command::from_arg_matches(matches)).run::<A>(program).await
        }
        Some(name) if A::Commands::has_subcommand(name) => parsed(A::Commands::from_arg_matches(matches)).run().await,
        Some(_) => A::Resources::run(matches).await,
    }
}
