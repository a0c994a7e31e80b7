//! Names in statements that are written at run time.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::pg::Pg;
use diesel::query_builder::AstPass;

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

/// Writes the condition that a row is not deleted, after other conditions, if rows of the table are deleted softly.
///
/// # Errors
/// When a name cannot be written.
pub(crate) fn push_live<DB: Backend>(table: &Table, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
    let Some(deleted) = table.deletion_column() else { return Ok(()) };
    out.push_sql(" AND ");
    out.push_identifier(table.name)?;
    out.push_sql(".");
    out.push_identifier(deleted.name)?;
    out.push_sql(" IS NULL");
    Ok(())
}
