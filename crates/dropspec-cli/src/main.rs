//! The command `dropspec`.

mod arguments;
mod check;
mod diff;
mod expand;
mod input;
mod new;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// Generation is a matter of many small allocations.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a command ends, as its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// Nothing stands against it.
    Good,
    /// A document is refused, or breaks its clients.
    Bad,
    /// A document cannot be read at all.
    Unreadable,
}

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// What is wrong with a document or with the command, a line each.
    #[error("{0}")]
    Complaint(String, Verdict),
    #[error("dropspec: cannot write: {0}")]
    Output(#[from] io::Error),
}

impl From<new::Error> for Failure {
    fn from(error: new::Error) -> Self {
        match error {
            new::Error::Output(error) => Self::Output(error),
            new::Error::Unsupported(_) | new::Error::NoOperations(_) => {
                Self::Complaint(error.to_string(), Verdict::Bad)
            }
            _ => Self::Complaint(error.to_string(), Verdict::Unreadable),
        }
    }
}

#[allow(clippy::print_stderr, reason = "where a command says why it failed")]
fn main() -> ExitCode {
    let verdict = match run(Arguments::parse().command) {
        Ok(verdict) => verdict,
        // Whoever reads the output has seen enough, as in `dropspec expand openapi.yaml | head`.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Verdict::Good,
        Err(failure) => {
            eprintln!("{failure}");
            match failure {
                Failure::Complaint(_, verdict) => verdict,
                Failure::Output(_) => Verdict::Unreadable,
            }
        }
    };
    ExitCode::from(verdict as u8)
}

fn run(command: Command) -> Result<Verdict, Failure> {
    let mut out = io::stdout().lock();
    let verdict = match command {
        Command::Check { documents, format } => check::run(&documents, format, &mut out)?,
        Command::Diff { old, new, format } => diff::run(&old, &new, format, &mut out)?,
        Command::New { document, folder, name, engine, deploy } => {
            let arguments = new::NewArgs {
                document: &document,
                folder: &folder,
                name: name.as_deref(),
                engine: engine.as_deref(),
                deploy,
            };
            new::run(&arguments, &mut out)?;
            Verdict::Good
        }
        Command::Expand { document, client, contract } => expand::run(&document, client, contract, &mut out)?,
    };
    out.flush()?;
    Ok(verdict)
}
