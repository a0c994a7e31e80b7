//! Values that a schema allows, but that a database cannot hold.
//!
//! Both databases refuse the same values, so that the rows of one can be moved to the other.

mod nul;

use std::fmt::Display;

use http::StatusCode;
use serde::Serialize;

use crate::column_type::{is_storable_duration, is_storable_time, is_storable_timestamp};
use crate::error::Rejection;
use crate::table::Table;
use dropspec_schema::{ErrorSource, Violation, child, with_path};

/// The maximum length of an indexed text in bytes. An entry of an index of PostgreSQL has at most 2,704 bytes, with the key of the row.
const MAX_INDEXED: usize = 1600;

/// The length up to which a text fits into every index, in bytes.
const MAX_UNCHECKED: usize = MAX_INDEXED / 32;

/// The maximum length of a text that is a key, in bytes.
const MAX_KEY: usize = 1000;

/// Collects the values of a row that no database can hold. Generated code passes the values of the columns that may have such values.
#[derive(Debug)]
pub struct Unstorable {
    table: &'static Table,
    found: Vec<UnstorableValue>,
}

/// A value that no database can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnstorableValue {
    /// The position of the column.
    pub column: usize,
    /// The pointer to the value within the property.
    pub pointer: String,
    /// The reason.
    pub reason: UnstorableReason,
}

/// Why no database can hold a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UnstorableReason {
    /// PostgreSQL stores no NUL in text and in JSON.
    #[error("text cannot contain NUL characters")]
    Nul,
    /// In UTC, the year has not four digits.
    #[error("the year must be from 0000 to 9999 in UTC")]
    Year,
    /// A time of day without a date.
    #[error("a time without a date cannot have a leap second")]
    LeapSecond,
    /// The duration is too long.
    #[error("a duration can have at most 30,000 years")]
    Duration,
    /// The text is too long for an index.
    #[error("a text by which rows are found can have at most {0} bytes in UTF-8")]
    Length(usize),
}

impl Unstorable {
    /// No values yet.
    #[must_use]
    pub const fn new(table: &'static Table) -> Self {
        Self { table, found: Vec::new() }
    }

    /// Checks a text.
    pub fn text(&mut self, column: usize, text: Option<&String>) {
        let Some(text) = text else { return };
        if text.contains('\0') {
            self.add(column, String::new(), UnstorableReason::Nul);
        }
        if text.len() > MAX_UNCHECKED
            && let Some(most) = self.max_length(column).filter(|most| text.len() > *most)
        {
            self.add(column, String::new(), UnstorableReason::Length(most));
        }
    }

    /// Checks the text of a timestamp.
    pub fn timestamp(&mut self, column: usize, text: Option<&String>) {
        if text.is_some_and(|text| !is_storable_timestamp(text)) {
            self.add(column, String::new(), UnstorableReason::Year);
        }
    }

    /// Checks the text of a time of day.
    pub fn time(&mut self, column: usize, text: Option<&String>) {
        if text.is_some_and(|text| !is_storable_time(text)) {
            self.add(column, String::new(), UnstorableReason::LeapSecond);
        }
    }

    /// Checks the text of a duration.
    pub fn duration(&mut self, column: usize, text: Option<&String>) {
        if text.is_some_and(|text| !is_storable_duration(text)) {
            self.add(column, String::new(), UnstorableReason::Duration);
        }
    }

    /// Checks a value that is stored as JSON.
    pub fn json(&mut self, column: usize, value: Option<&impl Serialize>) {
        if let Some(pointer) = value.and_then(nul::pointer_to_nul) {
            self.add(column, pointer, UnstorableReason::Nul);
        }
    }

    /// The values, in the order of the columns.
    #[must_use]
    pub fn into_values(self) -> Vec<UnstorableValue> {
        self.found
    }

    /// Rejects the request if there are any. `root` is the pointer to the row within the body.
    ///
    /// # Errors
    /// 400 with a pointer to each value.
    pub(crate) fn reject(self, root: &str) -> Result<(), Rejection> {
        if self.found.is_empty() {
            return Ok(());
        }
        Err(Rejection::invalid(StatusCode::BAD_REQUEST, self.violations(root)))
    }

    /// A violation for each value. `root`, the pointer to the row, is written only if there are any.
    pub(crate) fn violations(self, root: impl Display) -> Vec<Violation> {
        if self.found.is_empty() {
            return Vec::new();
        }
        let root = root.to_string();
        let violation = |value: UnstorableValue| {
            let property = self.table.columns.get(value.column).map_or("", |column| column.property);
            let pointer = child(&root, property) + &value.pointer;
            let detail = with_path(&value.reason.to_string(), &pointer);
            Violation { source: ErrorSource::Pointer(pointer), detail }
        };
        self.found.into_iter().map(violation).collect()
    }

    /// The maximum length of the texts of a column in bytes, if it has an index. The columns of an index share its room.
    fn max_length(&self, column: usize) -> Option<usize> {
        if self.table.is_key(column) {
            // The columns of a key share the room of its index, too.
            return Some(MAX_KEY / self.table.key.len());
        }
        let sets = self.table.relations.unique.iter().chain(self.table.relations.indexes);
        let shared = sets.filter(|set| set.contains(&column)).map(|set| MAX_INDEXED / set.len());
        shared.chain(self.table.is_indexed(column).then_some(MAX_INDEXED)).min()
    }

    fn add(&mut self, column: usize, pointer: String, reason: UnstorableReason) {
        self.found.push(UnstorableValue { column, pointer, reason });
    }
}
