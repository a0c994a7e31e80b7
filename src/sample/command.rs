//! The command `sample_data`.

use std::io;

use clap::Subcommand;
use dropspec_app::{Commands, Error};

/// The commands that only this service has.
#[derive(Debug, Subcommand)]
#[command(rename_all = "snake_case")]
pub enum SampleCommand {
    /// Print a generated passenger list, as a CSV file that import_data reads
    #[command(alias = "sample-data")]
    SampleData {
        /// The number of people
        #[arg(long, default_value_t = 887)]
        rows: u64,
        /// The seed; the same seed gives the same list
        #[arg(long, default_value_t = 1912)]
        seed: u64,
    },
}

impl Commands for SampleCommand {
    async fn run(self) -> Result<(), Error> {
        let Self::SampleData { rows, seed } = self;
        Ok(super::write_csv(rows, seed, io::stdout().lock())?)
    }
}
