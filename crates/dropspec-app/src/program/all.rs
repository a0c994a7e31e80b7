//! `all`: every service of a program on one machine, each as a process of its own.

use std::env;
use std::io;
use std::process::{ExitStatus, Stdio};

use dropspec::server::ShutdownSignal;
use futures_util::future::select_all;
use tokio::process::{Child, ChildStdin, Command};
use tokio::task::JoinHandle;

use super::environment;
use super::output::{Label, copy_lines};
use super::service::Service;
use crate::Error;

/// A service that runs.
struct Running {
    name: &'static str,
    process: Child,
    /// The service shuts down when this is closed, which it also is when this process ends in whatever way.
    stdin: Option<ChildStdin>,
    output: [JoinHandle<io::Result<()>>; 2],
}

/// Runs all services until a signal requests a shutdown or one of them ends.
pub(super) async fn run(services: &[Service]) -> Result<(), Error> {
    let mut signal = ShutdownSignal::listen()?;
    let mut running: Vec<Running> =
        services.iter().map(|service| start(service, services)).collect::<Result<_, _>>()?;
    let ended = tokio::select! {
        () = signal.requested() => None,
        ended = first_to_end(&mut running) => Some(ended?),
    };
    tokio::select! {
        outcome = shut_down(running, ended.map(|(name, _)| name)) => {
            ended.map_or(outcome, |(name, status)| Err(Error::ServiceEnded { name, status }))
        }
        // The services that still run are killed as they are dropped.
        number = signal.recv() => std::process::exit(128 + number),
    }
}

fn start(service: &Service, all: &[Service]) -> Result<Running, Error> {
    let name = service.name;
    let failed = |source| Error::StartService { name, source };
    let mut command = Command::new(env::current_exe().map_err(failed)?);
    command.args([name, "serve", "--until-stdin-closes"]).kill_on_drop(true);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // Ctrl-C reaches only this process, which shuts the services down in their order.
    #[cfg(unix)]
    command.process_group(0);
    for (variable, value) in environment::changes(service, all) {
        match value {
            Some(value) => command.env(variable, value),
            None => command.env_remove(variable),
        };
    }
    let mut process = command.spawn().map_err(failed)?;
    let width = all.iter().map(|service| service.name.len()).max().unwrap_or_default();
    let label = Label { name, width };
    let no_pipe = || failed(io::ErrorKind::BrokenPipe.into());
    let (stdout, stderr) = (process.stdout.take().ok_or_else(no_pipe)?, process.stderr.take().ok_or_else(no_pipe)?);
    let output = [
        tokio::spawn(copy_lines(label.clone(), stdout, io::stdout())),
        tokio::spawn(copy_lines(label, stderr, io::stderr())),
    ];
    Ok(Running { name, stdin: process.stdin.take(), process, output })
}

/// Waits until one of the services ends.
async fn first_to_end(running: &mut [Running]) -> Result<(&'static str, ExitStatus), Error> {
    let ends =
        running.iter_mut().map(|Running { name, process, .. }| Box::pin(async { Ok((*name, process.wait().await?)) }));
    select_all(ends).await.0
}

/// Shuts the services down, one after the other in their order, so that those that call others can complete their requests. Each takes as
/// long as its own time limit allows. The first that fails is the error, but for the one that has ended before.
async fn shut_down(running: Vec<Running>, ended: Option<&'static str>) -> Result<(), Error> {
    let mut outcome = Ok(());
    for mut service in running {
        service.stdin = None;
        let status = service.process.wait().await?;
        for output in service.output {
            // What is left of the output of a service that has ended may be lost.
            let _ = output.await;
        }
        if !status.success() && ended != Some(service.name) {
            outcome = outcome.and(Err(Error::ServiceFailed { name: service.name, status }));
        }
    }
    outcome
}
