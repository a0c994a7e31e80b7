//! `check_health`.

use std::time::Duration;

use dropspec::health::{Target, check};

use super::CommandError;
use crate::config::Config;

/// How long the answer may take: less than the container engine waits for this command.
const PATIENCE: Duration = Duration::from_secs(4);

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What to ask, in place of /health/ready at the address in APP_ADMIN_BIND or APP_BIND
    #[arg(long)]
    url: Option<Target>,
}

pub(super) async fn run(arguments: Arguments) -> Result<(), CommandError> {
    let target = match arguments.url {
        Some(target) => target,
        None => own()?,
    };
    check(&target, PATIENCE).await?;
    println!("ready: {target}");
    Ok(())
}

/// The probe of the service of this environment. The port for operators speaks plain HTTP.
fn own() -> Result<Target, CommandError> {
    let Config { server, telemetry, .. } = Config::from_env()?;
    Ok(match telemetry.admin {
        Some(admin) => Target::of(admin)?,
        None if server.tls.is_some() => Target::over_tls(server.address)?,
        None => Target::of(server.address)?,
    })
}
