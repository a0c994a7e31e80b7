//! `purge_deleted`.

use std::time::{Duration, SystemTime};

use dropspec::config::FromEnv as _;
use dropspec::db::{Database, purge_deleted};

use super::StoredApp;
use super::check::require_migrated;
use crate::Error;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// How long ago the rows were deleted, such as 12h or 30d
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    older_than: Duration,
}

/// Removes rows that were deleted softly.
pub(super) async fn run<A: StoredApp>(database: &Database, arguments: Arguments) -> Result<(), Error> {
    require_migrated::<A>(database).await?;
    let before = SystemTime::now().checked_sub(arguments.older_than).unwrap_or(SystemTime::UNIX_EPOCH);
    for table in A::tables().iter().filter(|table| table.deletion_column().is_some()) {
        let count = purge_deleted(database, table, before).await?;
        println!("{}: {count} deleted rows purged", table.name);
    }
    Ok(())
}

fn duration(text: &str) -> Result<Duration, String> {
    Duration::from_env(text).ok_or_else(|| format!("must be {}", Duration::EXPECTED))
}
