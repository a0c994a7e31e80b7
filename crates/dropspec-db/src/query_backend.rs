//! The differences of the two databases in queries.

use diesel::QueryResult;
use diesel::backend::{Backend, SqlDialect};
use diesel::pg::Pg;
use diesel::query_builder::AstPass;
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;

use crate::column_type::{ColumnType, Dialect, Value, bind_item};
use crate::filter::Filter;
use crate::full_text::FullText;
use crate::near;
use crate::sql::{LOWER_CASE, is_row_number, quoted, search_key_table, search_query, search_table, search_vector};
use crate::table::Table;

/// The place of a parameter in an expression.
const PLACE: &str = "?";

/// How a database finds a text in another one in the same case.
#[derive(Clone, Copy, Debug)]
pub struct ContainsCase {
    /// What is before the column, between it and the value, and after the value.
    pub around: [&'static str; 3],
    /// Which of the values of the filter is compared: 0 for the text itself, 1 for its pattern.
    pub value: usize,
}

/// A database for which predicates are written at run time.
pub trait QueryBackend: Backend + SqlDialect {
    /// The SQL that it understands.
    const DIALECT: Dialect;

    /// How a text is found in another one in the same case.
    const CONTAINS_CASE: ContainsCase;

    /// What is before and after a text to convert it to lower case.
    const LOWER: [&'static str; 2];

    /// The text between a column with an array of JSON and the item that it is searched for, with the texts before and after both.
    const CONTAINS_ITEM: [&'static str; 3];

    /// Writes the condition of a full-text search of a table.
    ///
    /// # Errors
    /// None.
    fn matches<'b>(table: &Table, search: &'b FullText, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>;

    /// Writes an item of an array as a parameter that is JSON.
    ///
    /// # Errors
    /// When the value is not a boolean, a number, a text or a UUID.
    fn bind_item<'b>(value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>;

    /// Writes the condition of [`Operator::Near`](crate::Operator::Near).
    ///
    /// # Errors
    /// When the filter has no point and no distance.
    fn near<'b>(table: &'static Table, filter: &'b Filter, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>;

    /// Writes a parameter that is compared with a column of that type.
    ///
    /// # Errors
    /// When the value is not of that type.
    fn bind<'b>(
        column_type: &dyn ColumnType,
        value: &'b Value<'static>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()>;
}

impl QueryBackend for Pg {
    const DIALECT: Dialect = Dialect::Postgres;
    // An index on trigrams finds the texts that match a pattern, but not the position of a text.
    const CONTAINS_CASE: ContainsCase = ContainsCase { around: ["", " LIKE ", ""], value: 1 };
    const LOWER: [&'static str; 2] = LOWER_CASE;
    // An array contains a scalar that is one of its items.
    const CONTAINS_ITEM: [&'static str; 3] = ["", " @> ", ""];

    fn matches<'b>(table: &Table, search: &'b FullText, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
        let column = |column: &usize| format!("{}.{}", quoted(table.name), quoted(table.columns[*column].name));
        let columns: Vec<String> = table.search.iter().map(column).collect();
        let query = search_query(PLACE);
        let (before, after) = query.split_once(PLACE).unwrap_or_default();
        out.push_sql(&format!("{} @@ {before}", search_vector(&columns)));
        out.push_bind_param::<Text, String>(&search.postgres)?;
        out.push_sql(after);
        Ok(())
    }

    fn bind_item<'b>(value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
        bind_item(value, out)
    }

    fn near<'b>(table: &'static Table, filter: &'b Filter, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
        near::on_postgres(table, filter, out)
    }

    fn bind<'b>(
        column_type: &dyn ColumnType,
        value: &'b Value<'static>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        column_type.bind_postgres(value, out)
    }
}

impl QueryBackend for Sqlite {
    const DIALECT: Dialect = Dialect::Sqlite;
    // LIKE does not distinguish the case of ASCII.
    const CONTAINS_CASE: ContainsCase = ContainsCase { around: ["instr(", ", ", ") > 0"], value: 0 };
    const LOWER: [&'static str; 2] = ["dropspec_lower(", ")"];
    const CONTAINS_ITEM: [&'static str; 3] =
        ["EXISTS (SELECT 1 FROM json_each(", ") AS item WHERE item.value = json_extract(", ", '$'))"];

    fn matches<'b>(table: &Table, search: &'b FullText, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
        let (words, key) = (quoted(&search_table(table.name)), table.first_key());
        let is_in = if search.sqlite.is_negated { "NOT IN" } else { "IN" };
        let number = is_row_number(key.column_type);
        out.push_sql(&format!("{}.{} {is_in} (", quoted(table.name), quoted(key.name)));
        if !number {
            out.push_sql(&format!("SELECT key FROM {} WHERE id IN (", quoted(&search_key_table(table.name))));
        }
        out.push_sql(&format!("SELECT rowid FROM {words} WHERE {words} MATCH "));
        out.push_bind_param::<Text, String>(&search.sqlite.expression)?;
        out.push_sql(if number { ")" } else { "))" });
        Ok(())
    }

    fn bind_item<'b>(value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
        bind_item(value, out)
    }

    fn near<'b>(table: &'static Table, filter: &'b Filter, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
        near::on_sqlite(table, filter, out)
    }

    fn bind<'b>(
        column_type: &dyn ColumnType,
        value: &'b Value<'static>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        column_type.bind_sqlite(value, out)
    }
}
