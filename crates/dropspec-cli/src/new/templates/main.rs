//! The program: serves the operations until it is told to stop.

use std::error::Error;
use std::net::SocketAddr;

use clap::Parser;
use dropspec::Limits;
use dropspec::config::Variables;
{main_imports}use dropspec::observe::{self, LogConfig, Observer, TelemetryConfig};
use dropspec::server::{Server, ServerConfig, Signals};
{store}
use {crate}::api::MOCKS;
use {crate}::service::{service_imports};

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
    let mut variables = Variables::from_env("{variables}");
    let config = ServerConfig::read(&mut variables, arguments.bind);
    let log = LogConfig::read(&mut variables, LogConfig::default());
    let telemetry = TelemetryConfig::read(&mut variables);
    variables.finish()?;
    let observer = Observer::new(log, &telemetry, dropspec::build!())?;
{start}    let mut routes = Service::routes();
    if telemetry.admin.is_none() {
        routes.extend(observe::routes());
    }
    let server = Server::start_with(config, {value}, routes, limits, &observer)?;
    let _admin = telemetry
        .admin
        .map(|address| server.start_admin(address))
        .transpose()?;
    let signals = Signals::listen()?;
    let address = server.local_address();
    println!("Serving http://{address}, shown at http://{address}/docs. Press Ctrl-C to stop.");

    server.run_until_told(signals).await?;
    observer.close().await;
    Ok(())
}
