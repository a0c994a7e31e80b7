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
        None => {
            let config = Config::from_env()?;
            Target::of(config.telemetry.admin.unwrap_or(config.server.address))?
        }
    };
    check(&target, PATIENCE).await?;
    println!("ready: {target}");
    Ok(())
}
