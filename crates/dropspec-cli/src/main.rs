//! The command `dropspec`.

mod arguments;
mod check;
mod completions;
mod diff;
mod error;
mod exit;
mod expand;
mod input;
mod new;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use check::Strictness;
use error::Error;
use exit::ExitStatus;

/// Code generation makes many small allocations.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[allow(clippy::print_stderr, reason = "error messages go to standard error")]
fn main() -> ExitCode {
    let status = match run(Arguments::parse().command) {
        Ok(status) => status,
        // The reader closed the pipe, as in `dropspec expand openapi.yaml | head`.
        Err(Error::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitStatus::Success,
        Err(error) => {
            eprintln!("{error}");
            error.exit_status()
        }
    };
    status.into()
}

fn run(command: Command) -> Result<ExitStatus, Error> {
    let mut out = io::stdout().lock();
    let status = match command {
        Command::Check { documents, format, strict, known_formats } => {
            let strictness = if strict { Strictness::Strict } else { Strictness::Lenient };
            check::run(&check::CheckArgs { documents, format, strictness, known_formats }, &mut out)?
        }
        Command::Diff { old, new, format } => diff::run(&old, &new, format, &mut out)?,
        Command::New { documents, folder, name, dropspec_path, deploy } => {
            let arguments = new::NewArgs {
                documents: &documents,
                folder: &folder,
                name: name.as_deref(),
                dropspec_path: dropspec_path.as_deref(),
                deploy,
            };
            new::run(&arguments, &mut out)?;
            ExitStatus::Success
        }
        Command::Expand { document, client } => expand::run(&document, client, &mut out)?,
        Command::Completions { shell } => completions::run(shell, &mut out)?,
    };
    out.flush()?;
    Ok(status)
}
