//! Errors of rows that conflict with others, on either database.

use super::staging::RowConstraint;
use super::{FieldError, ImportError, InvalidRow, MAX_ERRORS};
use dropspec_db::{Column, StoreError, Table, Value, broken_rule};

/// A row whose key is a duplicate, in the table or in the file. `value` returns the values of its columns.
pub(super) fn taken<'v>(line: u64, table: &Table, value: impl Fn(usize) -> Value<'v>) -> InvalidRow {
    let [index] = *table.key else {
        return InvalidRow { line, errors: of_key(table, "this combination is taken") };
    };
    let column = &table.columns[index];
    invalid(line, column, format!("'{}' is taken", text(column, &value(index))))
}

/// A row that violates a constraint, with an error for each of its columns. `earlier` is the line of a row with the same unique values.
pub(super) fn violating(
    line: u64,
    earlier: Option<u64>,
    constraint: &RowConstraint,
    table: &Table,
    values: &[Value<'_>],
) -> InvalidRow {
    let columns = constraint.columns();
    let text = |column: usize| text(&table.columns[column], &values[column]);
    let what = match (constraint, columns) {
        (RowConstraint::Reference(reference), _) => {
            format!("there is no {} '{}'", reference.noun(), text(reference.column))
        }
        (RowConstraint::Unique(_), [column]) => format!("'{}' is {}", text(*column), taken_by(earlier)),
        (RowConstraint::Unique(_), columns) => {
            let names: Vec<&str> = columns.iter().map(|column| table.columns[*column].property).collect();
            format!("the combination of {} is {}", names.join(", "), taken_by(earlier))
        }
    };
    let errors = columns.iter().map(|column| error(&table.columns[*column], &what));
    InvalidRow { line, errors: errors.collect() }
}

/// A row that violates a constraint that the document does not have; `None` for other errors.
pub(super) fn broken(line: u64, error: &StoreError, table: &'static Table) -> Option<InvalidRow> {
    let (column, what) = broken_rule(error, table)?;
    let errors = match column {
        Some(column) => vec![self::error(column, &what)],
        None => vec![FieldError { column: None, detail: what }],
    };
    Some(InvalidRow { line, errors })
}

fn taken_by(earlier: Option<u64>) -> String {
    earlier.map_or_else(|| "taken".to_owned(), |line| format!("that of line {line}"))
}

fn text(column: &Column, value: &Value<'_>) -> String {
    let mut text = Vec::new();
    column.column_type.write_csv(value, &column.csv, &mut text);
    String::from_utf8_lossy(&text).into_owned()
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
    InvalidRow { line, errors: vec![error(column, &what)] }
}

/// The error in each column of the key.
fn of_key(table: &Table, what: &str) -> Vec<FieldError> {
    table.key_columns().map(|column| error(column, what)).collect()
}

fn error(column: &Column, what: &str) -> FieldError {
    FieldError { column: Some(column.csv.header), detail: format!("{what} - '{}'", column.property) }
}

/// Rejects the file if there are such rows.
pub(super) fn reject_any(rows: Vec<InvalidRow>) -> Result<(), ImportError> {
    let may_have_more = rows.len() >= MAX_ERRORS;
    if rows.is_empty() { Ok(()) } else { Err(ImportError::Rows(rows, may_have_more)) }
}
