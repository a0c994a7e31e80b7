//! Rows that stand against others: what is said of them, on either database.

use super::{BadCell, BadRow, ImportError, MOST_FAULTS};
use dropspec_db::csv;
use dropspec_db::{Column, Value};

/// A row whose key another one has, of the table or of the list.
pub(super) fn taken(line: u64, column: &Column, value: &Value<'_>) -> BadRow {
    let mut text = Vec::new();
    csv::value(column, value, &mut text);
    bad(line, column, format!("'{}' is taken", String::from_utf8_lossy(&text)))
}

/// A row of a value by which rows are found, and which an earlier one of the list has.
pub(super) fn repeated(line: u64, column: &Column) -> BadRow {
    bad(line, column, "an earlier row has the same, and rows are found by it".to_owned())
}

fn bad(line: u64, column: &Column, what: String) -> BadRow {
    let detail = format!("{what} - '{}'", column.property);
    BadRow { line, faults: vec![BadCell { column: Some(column.csv.header), detail }] }
}

/// Refuses the list if there are such rows.
pub(super) fn refuse(rows: Vec<BadRow>) -> Result<(), ImportError> {
    let may_have_more = rows.len() >= MOST_FAULTS;
    if rows.is_empty() { Ok(()) } else { Err(ImportError::Rows(rows, may_have_more)) }
}
