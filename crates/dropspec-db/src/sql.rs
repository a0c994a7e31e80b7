//! Names and expressions in statements that are written at run time.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::AstPass;

use super::column_type::ColumnType;
use super::table::Table;

/// What is before and after a column of PostgreSQL to convert it to lower case. The collation of the columns knows the case of ASCII only.
pub(crate) const LOWER_CASE: [&str; 2] = ["lower(", " COLLATE \"und-x-icu\")"];

/// The number of characters of the texts of a row that full-text searches find. An index of PostgreSQL has at most a megabyte of a row.
const MAX_SEARCHED: usize = 100_000;

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
    let [before, after] = LOWER_CASE;
    format!("{before}{column}{after}")
}

/// The expression of PostgreSQL for the words of some columns, as full-text searches compare it. Their index is on the same expression.
pub fn search_vector(columns: &[String]) -> String {
    let text = format!("left({}, {MAX_SEARCHED})", joined(columns));
    format!("to_tsvector('simple', {})", plain_words(&text, ""))
}

/// The expression of PostgreSQL for the words of a query, which quotes and signs structure.
pub(crate) fn search_query(query: &str) -> String {
    format!("websearch_to_tsquery('simple', {})", plain_words(query, "\" -"))
}

/// The expression of SQLite for the texts of some columns, as the full-text index has them.
pub fn searched_text(columns: &[String]) -> String {
    format!("substr({}, 1, {MAX_SEARCHED})", joined(columns))
}

fn joined(columns: &[String]) -> String {
    columns.iter().map(|column| format!("coalesce({column}, '')")).collect::<Vec<_>>().join(" || ' ' || ")
}

/// A text of PostgreSQL in which spaces separate the words, in lower case and without the diacritics of Latin letters, as FTS5 has them.
fn plain_words(text: &str, kept: &str) -> String {
    let [before, after] = LOWER_CASE;
    let lower = format!("translate({before}{text}{after}, 'ς', 'σ')");
    let plain = format!("normalize(regexp_replace(normalize({lower}, NFD), '([a-z])[\\u0300-\\u036f]+', '\\1', 'g'))");
    format!("regexp_replace({plain}, '[^[:alnum:]{kept}]+', ' ', 'g')")
}

/// The name of the full-text index of a table in SQLite, which is a virtual table.
pub fn search_table(table: &str) -> String {
    format!("dropspec_{table}_search")
}

/// The name of the table of SQLite that numbers the rows of a table for its full-text index.
pub fn search_key_table(table: &str) -> String {
    format!("dropspec_{table}_search_key")
}

/// Whether the keys of a type are the numbers of the rows in the full-text index, so that there is no table that numbers them.
pub fn is_row_number(key: &dyn ColumnType) -> bool {
    matches!(key.name(), "integer" | "long")
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
