//! The differences of the two databases in queries.

use diesel::QueryResult;
use diesel::backend::{Backend, SqlDialect};
use diesel::pg::Pg;
use diesel::query_builder::AstPass;
use diesel::sqlite::Sqlite;

use crate::column_type::{ColumnType, Dialect, Value, bind_item};

/// A database for which predicates are written at run time.
pub trait QueryBackend: Backend + SqlDialect {
    /// The SQL that it understands.
    const DIALECT: Dialect;

    /// The function that returns the position of a text within another one, counted from 1.
    const POSITION: &'static str;

    /// What is before and after a text to convert it to lower case.
    const LOWER: [&'static str; 2];

    /// The text between a column with an array of JSON and the item that it is searched for, with the texts before and after both.
    const CONTAINS_ITEM: [&'static str; 3];

    /// Writes an item of an array as a parameter that is JSON.
    ///
    /// # Errors
    /// When the value is not a boolean, a number, a text or a UUID.
    fn bind_item<'b>(value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>;

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
    const POSITION: &'static str = "strpos";
    // The collation of the columns knows the case of ASCII only.
    const LOWER: [&'static str; 2] = ["lower(", " COLLATE \"und-x-icu\")"];
    // An array contains a scalar that is one of its items.
    const CONTAINS_ITEM: [&'static str; 3] = ["", " @> ", ""];

    fn bind_item<'b>(value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
        bind_item(value, out)
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
    const POSITION: &'static str = "instr";
    const LOWER: [&'static str; 2] = ["dropspec_lower(", ")"];
    const CONTAINS_ITEM: [&'static str; 3] =
        ["EXISTS (SELECT 1 FROM json_each(", ") AS item WHERE item.value = json_extract(", ", '$'))"];

    fn bind_item<'b>(value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()> {
        bind_item(value, out)
    }

    fn bind<'b>(
        column_type: &dyn ColumnType,
        value: &'b Value<'static>,
        out: &mut AstPass<'_, 'b, Self>,
    ) -> QueryResult<()> {
        column_type.bind_sqlite(value, out)
    }
}
