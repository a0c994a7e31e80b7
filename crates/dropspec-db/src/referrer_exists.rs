//! Whether rows of a table refer to one of the rows that filters select.

use diesel::QueryResult;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, NoFromClause, QueryFragment, QueryId};
use diesel::sql_types::Bool;

use crate::query_backend::QueryBackend;
use crate::relations::Referrer;
use crate::select_query::{Predicate, SelectQuery};
use crate::store::Query;
use crate::table::Table;

/// Whether a table has a row that refers to one of the rows that filters select.
#[derive(Clone, Debug)]
pub(crate) struct ReferrerExists {
    referrer: &'static Referrer,
    table: &'static Table,
    rows: Predicate,
}

impl ReferrerExists {
    /// Whether a row of `referrer` refers to one of the rows.
    pub(crate) fn new(referrer: &'static Referrer, select: &SelectQuery) -> Self {
        Self { referrer, table: select.table(), rows: select.filter_predicate() }
    }

    /// The query.
    pub(crate) fn query(self) -> impl Query<bool> {
        diesel::select(self)
    }
}

impl<DB: QueryBackend> QueryFragment<DB> for ReferrerExists {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("EXISTS (SELECT 1 FROM ");
        out.push_identifier(self.referrer.table)?;
        out.push_sql(" WHERE ");
        out.push_identifier(self.referrer.column)?;
        out.push_sql(" IN (SELECT ");
        out.push_identifier(self.table.first_key().name)?;
        out.push_sql(" FROM ");
        out.push_identifier(self.table.name)?;
        out.push_sql(" WHERE ");
        self.rows.walk_ast(out.reborrow())?;
        out.push_sql("))");
        Ok(())
    }
}

// The statement depends on the tables, so it is identified by its text.
impl QueryId for ReferrerExists {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Expression for ReferrerExists {
    type SqlType = Bool;
}

impl AppearsOnTable<NoFromClause> for ReferrerExists {}
impl SelectableExpression<NoFromClause> for ReferrerExists {}

impl ValidGrouping<()> for ReferrerExists {
    type IsAggregate = is_aggregate::No;
}
