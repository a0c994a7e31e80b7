//! Command-line clients of services: a subcommand for each operation of an OpenAPI document.
//!
//! The generator (`dropspec_build::commands`) lists the operations of a document as an [`Operation`] table; [`main`] makes a
//! program of it: typed flags, help texts from the document, answers on standard output, problems on standard error.

mod answer;
mod command;
mod request;

use std::process::ExitCode;

/// A client of one service.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// What the program is called.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// What the service is.
    pub about: &'static str,
    /// Where the service is when nobody says otherwise.
    pub url: &'static str,
    /// The environment variable that says where the service is.
    pub url_variable: &'static str,
    /// What the service can do.
    pub operations: &'static [Operation],
}

/// An operation of the document.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// The subcommand.
    pub name: &'static str,
    /// What it does, in a line.
    pub summary: &'static str,
    /// What it does, in full.
    pub description: &'static str,
    /// The method, in upper case.
    pub method: &'static str,
    /// The path's template.
    pub path: &'static str,
    /// What stands in the path, the query, the headers and the cookies.
    pub parameters: &'static [Parameter],
    /// What it takes beside that.
    pub body: Option<Body>,
}

/// A value that a flag takes.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name in the document.
    pub name: &'static str,
    /// Where it goes.
    pub place: Place,
    /// Whether it has to be there.
    pub required: bool,
    /// What it is.
    pub help: &'static str,
    /// What it can be.
    pub kind: Kind,
}

/// Where a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into the headers.
    Header,
    /// Among the cookies.
    Cookie,
    /// Into the body, as a property.
    Body,
}

/// What a value can be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A whole number within bounds.
    Integer {
        /// The least.
        minimum: i64,
        /// The greatest.
        maximum: i64,
    },
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// One of some texts.
    Choice(&'static [&'static str]),
    /// Any JSON.
    Json,
}

/// A request body.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    /// Its media type, some JSON.
    pub media_type: &'static str,
    /// Whether it has to be there.
    pub required: bool,
    /// What it is.
    pub help: &'static str,
    /// The properties that have flags.
    pub properties: &'static [Parameter],
}

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
enum CallError {
    /// What the command line says cannot be sent.
    #[error("{0}")]
    Usage(String),
    /// There is no service.
    #[error("cannot reach {url}: {reason}")]
    Unreachable { url: String, reason: String },
    /// Something broke off.
    #[error("{0}")]
    Broken(String),
    /// The service says no.
    #[error("{0}")]
    Refused(String),
}

impl CallError {
    /// The exit code: 1 when the service says no, 2 for the command line, 3 when there is no answer.
    fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Refused(_) => 1,
            Self::Usage(_) => 2,
            Self::Unreachable { .. } | Self::Broken(_) => 3,
        })
    }
}

/// Does what the command line says, and gives the exit code.
#[must_use]
#[allow(clippy::print_stderr, reason = "where a command says why it failed")]
pub fn main(program: &Program) -> ExitCode {
    let matches = command::command(program).get_matches();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let outcome = match &runtime {
        Ok(runtime) => runtime.block_on(call(program, &matches)),
        Err(error) => Err(CallError::Broken(format!("cannot start: {error}"))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", program.name);
            error.exit_code()
        }
    }
}

async fn call(program: &Program, matches: &clap::ArgMatches) -> Result<(), CallError> {
    let (name, arguments) = matches.subcommand().ok_or_else(|| CallError::Usage("say what to do".to_owned()))?;
    let operation = program.operations.iter().find(|operation| operation.name == name);
    let operation = operation.ok_or_else(|| CallError::Usage(format!("there is no {name}")))?;
    answer::show(request::send(operation, arguments).await?).await
}
