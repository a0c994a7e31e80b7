//! Names in statements that are written at run time.

use super::table::Table;

/// A name as SQL takes any.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text as an SQL literal.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// All columns of a table, but for the version.
pub fn quoted_columns(table: &Table) -> String {
    table.columns.iter().map(|column| quoted(column.name)).collect::<Vec<_>>().join(", ")
}

/// The names of the key columns of a table, separated by commas.
#[must_use]
pub fn quoted_key(table: &Table) -> String {
    table.key_columns().map(|column| quoted(column.name)).collect::<Vec<_>>().join(", ")
}
