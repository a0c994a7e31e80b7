//! Names in statements that are written at run time.

use diesel::pg::Pg;

use super::query_backend::QueryBackend;
use super::table::Table;

/// A name as SQL takes any.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text as an SQL literal.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The expression of PostgreSQL for a column in lower case, as filters compare it. The index of such a filter is on the same expression.
pub fn lower_case(column: &str) -> String {
    let [before, after] = Pg::LOWER;
    format!("{before}{column}{after}")
}

/// All columns of a table, but for the version.
pub fn quoted_columns(table: &Table) -> String {
    table.columns.iter().map(|column| quoted(column.name)).collect::<Vec<_>>().join(", ")
}
