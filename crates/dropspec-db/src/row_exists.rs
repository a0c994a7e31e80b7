//! Whether a row exists, in a table that is known at run time.

use diesel::QueryResult;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, NoFromClause, QueryFragment, QueryId};
use diesel::sql_types::Bool;

use crate::column_type::{ColumnType, Value};
use crate::query_backend::QueryBackend;
use crate::store::Query;

/// Whether a table has a row with a value in a column.
#[derive(Clone, Debug)]
pub(crate) struct RowExists {
    pub(crate) table: &'static str,
    pub(crate) column: &'static str,
    pub(crate) column_type: &'static dyn ColumnType,
    pub(crate) value: Value<'static>,
}

impl RowExists {
    /// The query.
    pub(crate) fn query(self) -> impl Query<bool> {
        diesel::select(self)
    }
}

impl<DB: QueryBackend> QueryFragment<DB> for RowExists {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("EXISTS (SELECT 1 FROM ");
        out.push_identifier(self.table)?;
        out.push_sql(" WHERE ");
        out.push_identifier(self.column)?;
        out.push_sql(" = ");
        DB::bind(self.column_type, &self.value, &mut out)?;
        out.push_sql(")");
        Ok(())
    }
}

// The statement depends on the table, so it is identified by its text.
impl QueryId for RowExists {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Expression for RowExists {
    type SqlType = Bool;
}

impl AppearsOnTable<NoFromClause> for RowExists {}
impl SelectableExpression<NoFromClause> for RowExists {}

impl ValidGrouping<()> for RowExists {
    type IsAggregate = is_aggregate::No;
}
