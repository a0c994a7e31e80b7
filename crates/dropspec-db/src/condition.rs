//! The conditions and the order of a selection, as parts of diesel's queries.

use diesel::QueryResult;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Bool, Untyped};

use super::column_type::{ColumnType, Value};
use super::dialect::QueryBackend;
use super::selection::{Condition, Filter, Ordering, Query, Sort};
use super::table::{Column, Operator};

impl<DB: QueryBackend> QueryFragment<DB> for Condition {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !self.query.is_common() {
            out.unsafe_to_cache_prepared();
        }
        out.push_sql("TRUE");
        for filter in &self.query.filters {
            out.push_sql(" AND ");
            compare(&self.query, filter, &mut out)?;
        }
        match &self.query.after {
            Some(after) if self.from_place => {
                out.push_sql(" AND ");
                behind(&self.query, after, &mut out)
            }
            _ => Ok(()),
        }
    }
}

impl<DB: QueryBackend> QueryFragment<DB> for Ordering {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for (index, sort) in self.query.order.iter().enumerate() {
            if index > 0 {
                out.push_sql(", ");
            }
            name(&self.query, sort.column, &mut out)?;
            out.push_sql(match (sort.descending, self.query.column(sort).nullable) {
                (false, false) => " ASC",
                (true, false) => " DESC",
                (false, true) => " ASC NULLS LAST",
                (true, true) => " DESC NULLS FIRST",
            });
        }
        Ok(())
    }
}

impl Query {
    fn column(&self, sort: &Sort) -> &'static Column {
        &self.table.columns[sort.column]
    }

    fn column_type(&self, column: usize) -> &'static dyn ColumnType {
        self.table.columns[column].column_type
    }

    /// Whether the statement is kept prepared: of one filter at the most, and sorted by one column and the key. There are a few hundred
    /// such statements on a table, and of all others so many that clients could fill the memory of each connection with them.
    fn is_common(&self) -> bool {
        self.filters.len() <= 1 && self.order.len() <= 2
    }

    /// Whether the order is that of the tuple of its columns, or the reverse of it: then an index of them finds the place.
    fn is_of_tuples(&self) -> bool {
        let direction = self.order.first().map(|sort| sort.descending);
        self.order.iter().all(|sort| Some(sort.descending) == direction && !self.column(sort).nullable)
    }
}

fn name<DB: QueryBackend>(query: &Query, column: usize, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
    out.push_identifier(query.table.name)?;
    out.push_sql(".");
    out.push_identifier(query.table.columns[column].name)
}

fn compare<'b, DB: QueryBackend>(query: &Query, filter: &'b Filter, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
    let column_type = query.column_type(filter.column);
    let sign = match filter.operator {
        Operator::Contains => {
            out.push_sql(DB::POSITION);
            out.push_sql("(");
            name(query, filter.column, out)?;
            out.push_sql(", ");
            DB::bind(column_type, &filter.value, out)?;
            out.push_sql(") > 0");
            return Ok(());
        }
        Operator::Equal => " = ",
        Operator::AtLeast => " >= ",
        Operator::AtMost => " <= ",
        Operator::MoreThan => " > ",
        Operator::LessThan => " < ",
    };
    name(query, filter.column, out)?;
    out.push_sql(sign);
    DB::bind(column_type, &filter.value, out)
}

/// The rows behind the one that has the values `after`.
fn behind<'b, DB: QueryBackend>(
    query: &Query,
    after: &'b [Value<'static>],
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    if query.is_of_tuples() {
        return behind_tuple(query, after, out);
    }
    let places: Vec<(&Sort, &Value<'static>)> = query.order.iter().zip(after).collect();
    out.push_sql("(");
    // The first column alone narrows it down, and an index can serve it.
    if let Some((sort, value)) = places.first().filter(|(sort, _)| !query.column(sort).nullable) {
        name(query, sort.column, out)?;
        out.push_sql(if sort.descending { " <= " } else { " >= " });
        DB::bind(query.column_type(sort.column), value, out)?;
        out.push_sql(" AND ");
    }
    for (index, (sort, value)) in places.iter().enumerate() {
        out.push_sql("(");
        beyond(query, sort, value, out)?;
        if index + 1 < places.len() {
            out.push_sql(" OR (");
            tied(query, sort, value, out)?;
            out.push_sql(" AND ");
        }
    }
    for _ in 1..places.len() {
        out.push_sql("))");
    }
    out.push_sql("))");
    Ok(())
}

fn behind_tuple<'b, DB: QueryBackend>(
    query: &Query,
    after: &'b [Value<'static>],
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let descending = query.order.first().is_some_and(|sort| sort.descending);
    out.push_sql("(");
    for (index, sort) in query.order.iter().enumerate() {
        out.push_sql(if index > 0 { ", " } else { "" });
        name(query, sort.column, out)?;
    }
    out.push_sql(if descending { ") < (" } else { ") > (" });
    for (index, (sort, value)) in query.order.iter().zip(after).enumerate() {
        out.push_sql(if index > 0 { ", " } else { "" });
        DB::bind(query.column_type(sort.column), value, out)?;
    }
    out.push_sql(")");
    Ok(())
}

/// What comes strictly behind a value in the order of one column; nothing is greater than all values.
fn beyond<'b, DB: QueryBackend>(
    query: &Query,
    sort: &Sort,
    value: &'b Value<'static>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    match (value, sort.descending) {
        (Value::Null, false) => {
            out.push_sql("FALSE");
            Ok(())
        }
        (Value::Null, true) => {
            name(query, sort.column, out)?;
            out.push_sql(" IS NOT NULL");
            Ok(())
        }
        (_, descending) => {
            name(query, sort.column, out)?;
            out.push_sql(if descending { " < " } else { " > " });
            DB::bind(query.column_type(sort.column), value, out)?;
            if !descending && query.column(sort).nullable {
                out.push_sql(" OR ");
                name(query, sort.column, out)?;
                out.push_sql(" IS NULL");
            }
            Ok(())
        }
    }
}

fn tied<'b, DB: QueryBackend>(
    query: &Query,
    sort: &Sort,
    value: &'b Value<'static>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    name(query, sort.column, out)?;
    if *value == Value::Null {
        out.push_sql(" IS NULL");
        return Ok(());
    }
    out.push_sql(" = ");
    DB::bind(query.column_type(sort.column), value, out)
}

// The statement differs with the selection, so that it is known by its text only.
impl QueryId for Condition {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryId for Ordering {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Expression for Condition {
    type SqlType = Bool;
}

impl Expression for Ordering {
    type SqlType = Untyped;
}

// A selection is of a table that generated code names beside it.
impl<T> AppearsOnTable<T> for Condition {}
impl<T> AppearsOnTable<T> for Ordering {}
impl<T> SelectableExpression<T> for Condition {}

impl ValidGrouping<()> for Condition {
    type IsAggregate = is_aggregate::No;
}

impl ValidGrouping<()> for Ordering {
    type IsAggregate = is_aggregate::No;
}
