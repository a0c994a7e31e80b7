//! `sample_data`.

use super::CommandError;
use crate::sample;

pub(super) fn run(rows: u64, seed: u64) -> Result<(), CommandError> {
    Ok(sample::write_csv(rows, seed, std::io::stdout().lock())?)
}
