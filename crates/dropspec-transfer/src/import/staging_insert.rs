//! The statement that inserts a row into the staging table of SQLite, whatever its columns are.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::query_dsl::RunQueryDsl;
use diesel::sql_types::{BigInt, Integer, Nullable};
use diesel::sqlite::{Sqlite, SqliteConnection};

use dropspec_db::{Column, Value};

/// The parameter for NULL, so that the statement is the same for all rows.
const NULL: &Option<i32> = &None;

/// The statement that inserts a row into the staging table, unless its key must be unique and is not.
#[derive(Debug)]
pub(super) struct StagingInsert<'t> {
    /// The staging table and its columns.
    pub(super) target: &'t str,
    /// The line of the row.
    pub(super) line: i64,
    /// The columns.
    pub(super) columns: &'static [Column],
    /// The values of the columns.
    pub(super) values: Vec<Value<'static>>,
}

impl QueryFragment<Sqlite> for StagingInsert<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("INSERT INTO ");
        out.push_sql(self.target);
        out.push_sql(" VALUES (");
        out.push_bind_param::<BigInt, _>(&self.line)?;
        for (column, value) in self.columns.iter().zip(&self.values) {
            out.push_sql(", ");
            match value {
                Value::Null => out.push_bind_param::<Nullable<Integer>, _>(NULL)?,
                value => column.column_type.bind_sqlite(value, &mut out)?,
            }
        }
        out.push_sql(") ON CONFLICT DO NOTHING");
        Ok(())
    }
}

// It is known by its text only.
impl QueryId for StagingInsert<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<SqliteConnection> for StagingInsert<'_> {}
