//! The program: serves the operations until it is told to stop.

use std::error::Error;
use std::net::SocketAddr;
use std::time::Duration;

use clap::Parser;
use dropspec::Limits;
{main_imports}use dropspec::server::{Server, logger};
{store}use slog::Level;
use tokio::signal::unix::{SignalKind, signal};

use {crate}::api::MOCKS;
use {crate}::service::{service_imports};

/// How long requests under way may take when the program is told to stop.
const FAREWELL: Duration = Duration::from_secs(10);

/// {title}
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The address to listen on
    #[arg(long, env = "BIND", default_value = "127.0.0.1:8080")]
    bind: SocketAddr,
    /// Answer the examples of the document where an operation is not implemented
    #[arg(long)]
    mock: bool,
{argument}}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let limits = Limits {
        mocks: if arguments.mock { MOCKS } else { &[] },
        ..Limits::default()
    };
    let log = logger(Level::Warning);
{start}    let server = Server::start(arguments.bind, {value}, Service::routes(), limits, &log)?;
    let address = server.local_address();
    println!("Serving http://{address}, shown at http://{address}/docs. Press Ctrl-C to stop.");

    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => {}
        interrupt = tokio::signal::ctrl_c() => interrupt?,
    }
    tokio::time::timeout(FAREWELL, server.close()).await??;
    Ok(())
}
