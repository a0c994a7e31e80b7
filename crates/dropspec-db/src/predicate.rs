//! Predicates and orders as SQL.

use diesel::QueryResult;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Bool, Untyped};

use super::column_type::{ColumnType, Value};
use super::query_backend::QueryBackend;
use super::select_query::{Criteria, Filter, OrderBy, Predicate, Sort};
use super::table::{Column, Operator};

impl<DB: QueryBackend> QueryFragment<DB> for Predicate {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !self.criteria.is_common() {
            out.unsafe_to_cache_prepared();
        }
        out.push_sql("TRUE");
        for filter in &self.criteria.filters {
            out.push_sql(" AND ");
            compare(&self.criteria, filter, &mut out)?;
        }
        match &self.criteria.after {
            Some(after) if self.after_cursor => {
                out.push_sql(" AND ");
                after_cursor(&self.criteria, after, &mut out)
            }
            _ => Ok(()),
        }
    }
}

impl<DB: QueryBackend> QueryFragment<DB> for OrderBy {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        for (index, sort) in self.criteria.order.iter().enumerate() {
            if index > 0 {
                out.push_sql(", ");
            }
            name(&self.criteria, sort.column, &mut out)?;
            out.push_sql(match (sort.descending, self.criteria.column(sort).nullable) {
                (false, false) => " ASC",
                (true, false) => " DESC",
                (false, true) => " ASC NULLS LAST",
                (true, true) => " DESC NULLS FIRST",
            });
        }
        Ok(())
    }
}

impl Criteria {
    fn column(&self, sort: &Sort) -> &'static Column {
        &self.table.columns[sort.column]
    }

    fn column_type(&self, column: usize) -> &'static dyn ColumnType {
        self.table.columns[column].column_type
    }

    /// Whether the statement is kept prepared: one filter at most, and sorted by one column and the key. A table has a few hundred such
    /// statements; of all others there are so many that clients could exhaust the memory of each connection.
    fn is_common(&self) -> bool {
        self.filters.len() <= 1 && self.order.len() <= 2
    }

    /// Whether the order is that of the tuple of its columns, or its reverse: then an index on them finds the cursor.
    fn is_tuple_order(&self) -> bool {
        let direction = self.order.first().map(|sort| sort.descending);
        self.order.iter().all(|sort| Some(sort.descending) == direction && !self.column(sort).nullable)
    }
}

fn name<DB: QueryBackend>(criteria: &Criteria, column: usize, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
    out.push_identifier(criteria.table.name)?;
    out.push_sql(".");
    out.push_identifier(criteria.table.columns[column].name)
}

fn compare<'b, DB: QueryBackend>(
    criteria: &Criteria,
    filter: &'b Filter,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let column_type = criteria.column_type(filter.column);
    let sign = match filter.operator {
        Operator::Contains if column_type.has_items() => return contains_item(criteria, filter, out),
        Operator::Contains => {
            out.push_sql(DB::POSITION);
            out.push_sql("(");
            name(criteria, filter.column, out)?;
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
    name(criteria, filter.column, out)?;
    out.push_sql(sign);
    DB::bind(column_type, &filter.value, out)
}

/// The rows with an array that has an item.
fn contains_item<'b, DB: QueryBackend>(
    criteria: &Criteria,
    filter: &'b Filter,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let [before, between, after] = DB::CONTAINS_ITEM;
    out.push_sql(before);
    name(criteria, filter.column, out)?;
    out.push_sql(between);
    DB::bind_item(&filter.value, out)?;
    out.push_sql(after);
    Ok(())
}

/// The rows after a cursor.
fn after_cursor<'b, DB: QueryBackend>(
    criteria: &Criteria,
    after: &'b [Value<'static>],
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    if criteria.is_tuple_order() {
        return after_tuple(criteria, after, out);
    }
    let columns: Vec<(&Sort, &Value<'static>)> = criteria.order.iter().zip(after).collect();
    out.push_sql("(");
    // Redundant, but an index on the first column can use it.
    if let Some((sort, value)) = columns.first().filter(|(sort, _)| !criteria.column(sort).nullable) {
        name(criteria, sort.column, out)?;
        out.push_sql(if sort.descending { " <= " } else { " >= " });
        DB::bind(criteria.column_type(sort.column), value, out)?;
        out.push_sql(" AND ");
    }
    for (index, (sort, value)) in columns.iter().enumerate() {
        out.push_sql("(");
        after_value(criteria, sort, value, out)?;
        if index + 1 < columns.len() {
            out.push_sql(" OR (");
            tied(criteria, sort, value, out)?;
            out.push_sql(" AND ");
        }
    }
    for _ in 1..columns.len() {
        out.push_sql("))");
    }
    out.push_sql("))");
    Ok(())
}

fn after_tuple<'b, DB: QueryBackend>(
    criteria: &Criteria,
    after: &'b [Value<'static>],
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let descending = criteria.order.first().is_some_and(|sort| sort.descending);
    out.push_sql("(");
    for (index, sort) in criteria.order.iter().enumerate() {
        out.push_sql(if index > 0 { ", " } else { "" });
        name(criteria, sort.column, out)?;
    }
    out.push_sql(if descending { ") < (" } else { ") > (" });
    for (index, (sort, value)) in criteria.order.iter().zip(after).enumerate() {
        out.push_sql(if index > 0 { ", " } else { "" });
        DB::bind(criteria.column_type(sort.column), value, out)?;
    }
    out.push_sql(")");
    Ok(())
}

/// The rows strictly after a value in the order of one column. NULL is greater than all values.
fn after_value<'b, DB: QueryBackend>(
    criteria: &Criteria,
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
            name(criteria, sort.column, out)?;
            out.push_sql(" IS NOT NULL");
            Ok(())
        }
        (_, descending) => {
            name(criteria, sort.column, out)?;
            out.push_sql(if descending { " < " } else { " > " });
            DB::bind(criteria.column_type(sort.column), value, out)?;
            if !descending && criteria.column(sort).nullable {
                out.push_sql(" OR ");
                name(criteria, sort.column, out)?;
                out.push_sql(" IS NULL");
            }
            Ok(())
        }
    }
}

fn tied<'b, DB: QueryBackend>(
    criteria: &Criteria,
    sort: &Sort,
    value: &'b Value<'static>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    name(criteria, sort.column, out)?;
    if *value == Value::Null {
        out.push_sql(" IS NULL");
        return Ok(());
    }
    out.push_sql(" = ");
    DB::bind(criteria.column_type(sort.column), value, out)
}

// The statement depends on the query, so it is identified by its text.
impl QueryId for Predicate {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryId for OrderBy {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Expression for Predicate {
    type SqlType = Bool;
}

impl Expression for OrderBy {
    type SqlType = Untyped;
}

// The table is named by generated code beside the predicate.
impl<T> AppearsOnTable<T> for Predicate {}
impl<T> AppearsOnTable<T> for OrderBy {}
impl<T> SelectableExpression<T> for Predicate {}

impl ValidGrouping<()> for Predicate {
    type IsAggregate = is_aggregate::No;
}

impl ValidGrouping<()> for OrderBy {
    type IsAggregate = is_aggregate::No;
}
