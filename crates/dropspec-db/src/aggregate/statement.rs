//! The statement that computes aggregates.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::Error;
use diesel::sql_types::Untyped;

use super::expression::{SumMode, push_value};
use super::{Aggregate, AggregateValue};
use crate::column_type::{Long, Value};
use crate::query_backend::QueryBackend;
use crate::raw_row::RawRow;
use crate::select_query::Predicate;
use crate::sql::push_live;
use crate::store::{Query, StoreError};

/// A statement that returns a row for each group.
#[derive(Clone, Debug)]
pub(super) struct AggregateStatement {
    aggregate: &'static Aggregate,
    rows: Predicate,
    sort: Vec<AggregateSort>,
    limit: Value<'static>,
    sums: SumMode,
    /// Whether the statement is kept prepared.
    is_common: bool,
}

/// A property by which groups are sorted.
#[derive(Clone, Copy, Debug)]
pub(super) struct AggregateSort {
    pub(super) property: usize,
    pub(super) descending: bool,
}

/// A sum that was too large for its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overflow {
    /// Of integers.
    Integer,
    /// Of floating-point numbers.
    Double,
}

impl Overflow {
    /// The overflow that an error is about. The driver passes on the message alone.
    pub(super) fn of(error: &StoreError) -> Option<Self> {
        let StoreError::Query(Error::DatabaseError(_, information)) = error else { return None };
        match information.message() {
            "integer overflow" => Some(Self::Integer),
            message if message.contains("out of range") => Some(Self::Double),
            _ => None,
        }
    }
}

impl AggregateStatement {
    pub(super) fn new(
        aggregate: &'static Aggregate,
        rows: Predicate,
        sort: Vec<AggregateSort>,
        limit: i64,
        is_common: bool,
    ) -> Self {
        Self { aggregate, rows, sort, limit: Value::Integer(limit), sums: SumMode::Fast, is_common }
    }

    /// Whether the value of a property can be NULL.
    fn can_be_null(&self, property: usize) -> bool {
        let Aggregate { table, properties, .. } = self.aggregate;
        match properties[property].value {
            AggregateValue::Count | AggregateValue::CountDistinct(_) => false,
            AggregateValue::Group(column)
            | AggregateValue::Part(_, column)
            | AggregateValue::Sum(column)
            | AggregateValue::Average(column)
            | AggregateValue::Minimum(column)
            | AggregateValue::Maximum(column) => table.columns[column].nullable,
        }
    }

    /// The query, which adds integers in this mode.
    pub(super) fn query(&self, sums: SumMode) -> impl Query<RawRow> + use<> {
        Self { sums, ..self.clone() }
    }
}

impl<DB: QueryBackend> QueryFragment<DB> for AggregateStatement {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !self.is_common {
            out.unsafe_to_cache_prepared();
        }
        let Aggregate { table, properties, is_grouped } = self.aggregate;
        out.push_sql("SELECT ");
        for (index, property) in properties.iter().enumerate() {
            out.push_sql(if index > 0 { ", " } else { "" });
            push_value(table, property.value, self.sums, &mut out)?;
        }
        out.push_sql(" FROM ");
        out.push_identifier(table.name)?;
        out.push_sql(" WHERE ");
        self.rows.walk_ast(out.reborrow())?;
        push_live(table, &mut out)?;
        if !is_grouped {
            return Ok(());
        }
        // Expressions are given by their positions in the result.
        let groups = properties
            .iter()
            .enumerate()
            .filter(|(_, property)| matches!(property.value, AggregateValue::Group(_) | AggregateValue::Part(..)));
        for (count, (index, _)) in groups.enumerate() {
            out.push_sql(if count > 0 { ", " } else { " GROUP BY " });
            out.push_sql(&(index + 1).to_string());
        }
        for (count, sort) in self.sort.iter().enumerate() {
            out.push_sql(if count > 0 { ", " } else { " ORDER BY " });
            out.push_sql(&(sort.property + 1).to_string());
            // Without the place of NULL the order may be that of the groups.
            out.push_sql(match (sort.descending, self.can_be_null(sort.property)) {
                (false, false) => " ASC",
                (true, false) => " DESC",
                (false, true) => " ASC NULLS LAST",
                (true, true) => " DESC NULLS FIRST",
            });
        }
        out.push_sql(" LIMIT ");
        DB::bind(&Long, &self.limit, &mut out)
    }
}

// The statement depends on the request, so it is identified by its text.
impl QueryId for AggregateStatement {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl diesel::query_builder::Query for AggregateStatement {
    type SqlType = Untyped;
}

impl<C> diesel::RunQueryDsl<C> for AggregateStatement {}
