//! Errors of rows that conflict with others, on either database.

use super::{FieldError, ImportError, InvalidRow, MAX_ERRORS};
use dropspec_db::csv;
use dropspec_db::{Column, Value};

/// A row whose key is a duplicate, in the table or in the file.
pub(super) fn taken(line: u64, column: &Column, value: &Value<'_>) -> InvalidRow {
    let mut text = Vec::new();
    csv::value(column, value, &mut text);
    invalid(line, column, format!("'{}' is taken", String::from_utf8_lossy(&text)))
}

/// A row whose key is that of a row that is deleted softly.
pub(super) fn deleted(line: u64, column: &Column) -> InvalidRow {
    invalid(line, column, "the key is that of a deleted row".to_owned())
}

/// A row with the same match value as an earlier row of the file.
pub(super) fn repeated(line: u64, column: &Column) -> InvalidRow {
    invalid(line, column, "duplicate of an earlier row".to_owned())
}

fn invalid(line: u64, column: &Column, what: String) -> InvalidRow {
    let detail = format!("{what} - '{}'", column.property);
    InvalidRow { line, errors: vec![FieldError { column: Some(column.csv.header), detail }] }
}

/// Rejects the file if there are such rows.
pub(super) fn reject_any(rows: Vec<InvalidRow>) -> Result<(), ImportError> {
    let may_have_more = rows.len() >= MAX_ERRORS;
    if rows.is_empty() { Ok(()) } else { Err(ImportError::Rows(rows, may_have_more)) }
}
