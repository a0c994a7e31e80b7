//! Programs of several services.

mod all;
mod environment;
mod output;
mod service;

use std::process::ExitCode;

use crate::App;
use crate::cli::block_on;
use service::Service;

/// The command that runs all services.
const ALL: &str = "all";

/// A program of several services: a command for each, which has the commands that a program of this service alone would have, and `all`, which
/// runs them on one machine.
///
/// ```
/// # use dropspec_app::{App, Program};
/// fn main_of<Page: App, Role: App>() -> std::process::ExitCode {
///     Program::new("roles", "A page, and the services that it calls.").service::<Page>().service::<Role>().run()
/// }
/// ```
///
/// `all` runs each service as a process of its own, as it runs when it is deployed: with its own configuration, log, metrics and memory, so that one
/// that fails does not take the others with it unseen. Each listens on its default port, or where its variables say. A service that
/// calls another one of the program, by an upstream with the name of that, finds it there. The lines of all logs are on the outputs of the program,
/// with the name of the service. A signal shuts all down, in the order in which they were added, and a service that ends by itself ends the program with an error that names it.
#[derive(Debug)]
pub struct Program {
    name: &'static str,
    about: &'static str,
    services: Vec<Service>,
}

impl Program {
    /// A program with a name and a sentence about it.
    #[must_use]
    pub const fn new(name: &'static str, about: &'static str) -> Self {
        Self { name, about, services: Vec::new() }
    }

    /// Adds a service. Its command has its name, [`App::NAME`]. Add it before those that it calls.
    #[must_use]
    pub fn service<A: App>(mut self) -> Self {
        self.services.push(Service::of::<A>());
        self
    }

    /// Runs the command that the command line names.
    #[must_use]
    pub fn run(self) -> ExitCode {
        let matches = self.command().get_matches();
        let Some((name, matches)) = matches.subcommand() else { return ExitCode::FAILURE };
        match self.services.iter().find(|service| service.name == name) {
            Some(service) => block_on(&format!("{} {name}", self.name), service.run(matches, &|| self.command())),
            None => block_on(&format!("{} {ALL}", self.name), all::run(&self.services)),
        }
    }

    /// The whole command line.
    fn command(&self) -> clap::Command {
        let names: Vec<&str> = self.services.iter().map(|service| service.name).collect();
        let all = clap::Command::new(ALL).about(format!("Run all services on this machine: {}", names.join(", ")));
        clap::Command::new(self.name)
            .about(self.about)
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommands(self.services.iter().map(Service::command))
            .subcommand(all)
    }
}
