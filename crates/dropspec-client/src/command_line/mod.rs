//! Command-line clients of services: a subcommand for each operation of an OpenAPI document.
//!
//! The generator (`dropspec_build::commands`) writes the operations of a document as a table of [`Operation`]s, and [`main`] runs a
//! program with them: typed flags, help texts from the document, responses on standard output, errors on standard error.

mod command;
mod error;
mod operation;
mod request;
mod response;

use std::process::ExitCode;

pub use operation::{Body, Flag, Kind, Operation, Program};

use error::Error;

/// Runs the program with the arguments of the process, and returns its exit status.
#[must_use]
#[allow(clippy::print_stderr, reason = "error messages go to standard error")]
pub fn main(program: &Program) -> ExitCode {
    let matches = command::command(program).get_matches();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let result = runtime.map_err(Error::Start).and_then(|runtime| runtime.block_on(call(program, &matches)));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", program.name);
            error.exit_code()
        }
    }
}

async fn call(program: &Program, matches: &clap::ArgMatches) -> Result<(), Error> {
    let (name, arguments) = matches.subcommand().ok_or_else(|| Error::Usage("no command given".to_owned()))?;
    let operation = program.operations.iter().find(|operation| operation.name == name);
    let operation = operation.ok_or_else(|| Error::Usage(format!("unknown command `{name}`")))?;
    response::print(request::send(operation, arguments).await?).await
}
