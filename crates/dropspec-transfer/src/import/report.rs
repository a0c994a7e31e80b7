//! The report of an import.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::ImportError;
use super::batch::{ImportHeader, ReadSummary};
use super::summary::Summary;
use crate::csv::InvalidRow;

/// The result of an import, or of a check.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ImportReport {
    /// The number of rows that were stored.
    pub stored: u64,
    /// The number of rows among them that existed before.
    pub updated: u64,
    /// The number of rows that were invalid, and skipped.
    pub rejected: u64,
    /// The number of fractions that were dropped, by column.
    pub truncated: BTreeMap<&'static str, u64>,
    /// The SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
    /// Whether it was only a check.
    pub dry_run: bool,
    /// The first of the invalid rows.
    #[serde(rename = "rejects")]
    pub rejected_rows: Vec<InvalidRow>,
    /// The distribution of the values, if requested.
    #[serde(skip)]
    pub summary: Option<Summary>,
}

impl ImportReport {
    pub(super) fn new(header: &ImportHeader, end: ReadSummary) -> Result<Self, ImportError> {
        let (rejected, rejected_rows) = header.rejected_rows.finish()?;
        let ReadSummary { sha256, valid, truncated } = end;
        Ok(Self { stored: valid, rejected, truncated, sha256: hexadecimal(&sha256), rejected_rows, ..Self::default() })
    }
}

/// Bytes in hexadecimal digits.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
