//! `check_health`.

use std::time::Duration;

use clap::Args;
use dropspec::health::{ProbeUrl, check};

use crate::config::Config;
use crate::{App, Error};

/// The time limit of the check, shorter than the five seconds that the container engine allows this command.
const TIMEOUT: Duration = Duration::from_secs(4);

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The URL of the probe [default: /health/ready at the configured address]
    #[arg(long)]
    url: Option<ProbeUrl>,
}

pub(super) async fn run<A: App>(arguments: Arguments) -> Result<(), Error> {
    let target = match arguments.url {
        Some(target) => target,
        None => configured::<A>()?,
    };
    check(&target, TIMEOUT).await?;
    println!("ready: {target}");
    Ok(())
}

/// The probe of the service that this environment configures. The admin port speaks plain HTTP.
fn configured<A: App>() -> Result<ProbeUrl, Error> {
    let Config { server, telemetry, .. } = Config::<A>::from_env()?;
    Ok(match telemetry.admin {
        Some(admin) => ProbeUrl::of(admin)?,
        #[cfg(feature = "tls")]
        None if server.tls.is_some() => ProbeUrl::over_tls(server.address)?,
        None => ProbeUrl::of(server.address)?,
    })
}
