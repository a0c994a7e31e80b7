//! Errors of rows that conflict with others, on either database.

use super::{FieldError, ImportError, InvalidRow, MAX_ERRORS};
use dropspec_db::csv;
use dropspec_db::{Column, Table, Value};

/// A row whose key is a duplicate, in the table or in the file. `value` returns the values of its columns.
pub(super) fn taken<'v>(line: u64, table: &Table, value: impl Fn(usize) -> Value<'v>) -> InvalidRow {
    let [index] = *table.key else {
        return InvalidRow { line, errors: of_key(table, "this combination is taken") };
    };
    let (mut text, column) = (Vec::new(), &table.columns[index]);
    csv::value(column, &value(index), &mut text);
    invalid(line, column, format!("'{}' is taken", String::from_utf8_lossy(&text)))
}

/// A row whose key is that of a row that is deleted softly.
pub(super) fn deleted(line: u64, table: &Table) -> InvalidRow {
    InvalidRow { line, errors: of_key(table, "the key is that of a deleted row") }
}

/// A row with the same match value as an earlier row of the file, in a column or in the key that it stands for.
pub(super) fn repeated(line: u64, table: &Table, column: usize) -> InvalidRow {
    let what = "duplicate of an earlier row";
    match table.is_key(column) {
        true => InvalidRow { line, errors: of_key(table, what) },
        false => invalid(line, &table.columns[column], what.to_owned()),
    }
}

fn invalid(line: u64, column: &Column, what: String) -> InvalidRow {
    InvalidRow { line, errors: vec![field_error(column, &what)] }
}

/// The error in each column of the key.
fn of_key(table: &Table, what: &str) -> Vec<FieldError> {
    table.key_columns().map(|column| field_error(column, what)).collect()
}

fn field_error(column: &Column, what: &str) -> FieldError {
    FieldError { column: Some(column.csv.header), detail: format!("{what} - '{}'", column.property) }
}

/// Rejects the file if there are such rows.
pub(super) fn reject_any(rows: Vec<InvalidRow>) -> Result<(), ImportError> {
    let may_have_more = rows.len() >= MAX_ERRORS;
    if rows.is_empty() { Ok(()) } else { Err(ImportError::Rows(rows, may_have_more)) }
}
