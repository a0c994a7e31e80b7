//! What an import did.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::ImportError;
use super::parcel::{Ending, Plan};
use super::summary::Summary;
use crate::csv::BadRow;

/// What an import did, or would do.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// How many rows were stored: the good ones.
    pub stored: u64,
    /// How many of these were there before, and were changed.
    pub updated: u64,
    /// How many rows were bad, and left out.
    pub rejected: u64,
    /// How many numbers have lost a fraction, by the columns that allow it.
    pub truncated: BTreeMap<&'static str, u64>,
    /// The SHA-256 of the list, in hexadecimal digits.
    pub sha256: String,
    /// Whether nothing was stored, because only a check was asked for.
    pub dry_run: bool,
    /// The first of the bad rows.
    pub rejects: Vec<BadRow>,
    /// How the values are distributed, if that was asked for.
    #[serde(skip)]
    pub summary: Option<Summary>,
}

impl Report {
    pub(super) fn of(plan: &Plan, ending: Ending) -> Result<Self, ImportError> {
        let (rejected, rejects) = plan.rejects.finish()?;
        let Ending { sha256, good, truncated } = ending;
        Ok(Self { stored: good, rejected, truncated, sha256: hexadecimal(&sha256), rejects, ..Self::default() })
    }
}

/// Bytes in hexadecimal digits.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut digits, byte| {
        // To write to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
