//! Predicates and orders as SQL.

use diesel::QueryResult;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{Bool, Untyped};

use super::column_type::{ColumnType, Value};
use super::filter::{Filter, Filters};
use super::query_backend::{ContainsCase, QueryBackend};
use super::select_query::{Criteria, OrderBy, Predicate, Sort, is_in_one_direction};
use super::table::{Column, Operator};

impl<DB: QueryBackend> QueryFragment<DB> for Predicate {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !self.criteria.is_common() {
            out.unsafe_to_cache_prepared();
        }
        out.push_sql("TRUE");
        for filter in &self.criteria.filters.columns {
            out.push_sql(" AND ");
            compare(&self.criteria, filter, &mut out)?;
        }
        for search in &self.criteria.filters.searches {
            out.push_sql(" AND (FALSE");
            for filter in &search.filters {
                out.push_sql(" OR ");
                compare(&self.criteria, filter, &mut out)?;
            }
            out.push_sql(")");
        }
        if let Some(search) = &self.criteria.filters.full_text {
            out.push_sql(" AND ");
            DB::matches(self.criteria.table, search, &mut out)?;
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

    /// Whether the statement is kept prepared: one filter at most, of a known number of values, and sorted by one column and the key. A
    /// table has a few hundred such statements; of all others there are so many that clients could exhaust the memory of each connection.
    fn is_common(&self) -> bool {
        let is_fixed = |filter: &Filter| !matches!(filter.operator, Operator::In | Operator::NotIn);
        let Filters { columns, searches, full_text } = &self.filters;
        columns.len() + searches.len() + usize::from(full_text.is_some()) <= 1
            && self.filters.columns.iter().all(is_fixed)
            && self.order.len() <= self.table.key.len() + 1
    }

    /// Whether the order is that of the tuple of its columns, or its reverse: then an index on them finds the cursor.
    fn is_tuple_order(&self) -> bool {
        is_in_one_direction(&self.order) && self.order.iter().all(|sort| !self.column(sort).nullable)
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
        Operator::Equal => " = ",
        Operator::AtLeast => " >= ",
        Operator::AtMost => " <= ",
        Operator::MoreThan => " > ",
        Operator::LessThan => " < ",
        Operator::NotEqual => return compare_or_null(criteria, filter, [" <> ", ""], out),
        Operator::In => return compare_with_all(criteria, filter, [" IN (", ")"], out),
        Operator::NotIn => return compare_or_null(criteria, filter, [" NOT IN (", ")"], out),
        Operator::Null => return is_null(criteria, filter, out),
        Operator::Prefix => return has_prefix(criteria, filter, out),
        Operator::Contains => return contains(criteria, filter, out),
        Operator::ContainsItem => return contains_item(criteria, filter, out),
        Operator::Near => return DB::near(criteria.table, filter, out),
        Operator::ContainsCase => return contains_case(criteria, filter, out),
    };
    name(criteria, filter.column, out)?;
    out.push_sql(sign);
    bind_all(column_type, &filter.values, out)
}

/// Writes parameters, separated by commas.
fn bind_all<'b, DB: QueryBackend>(
    column_type: &dyn ColumnType,
    values: &'b [Value<'static>],
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    for (index, value) in values.iter().enumerate() {
        out.push_sql(if index > 0 { ", " } else { "" });
        DB::bind(column_type, value, out)?;
    }
    Ok(())
}

fn compare_with_all<'b, DB: QueryBackend>(
    criteria: &Criteria,
    filter: &'b Filter,
    [sign, end]: [&str; 2],
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    name(criteria, filter.column, out)?;
    out.push_sql(sign);
    // SQL has no empty lists; nothing is equal to NULL.
    out.push_sql(if filter.values.is_empty() { "NULL" } else { "" });
    bind_all(criteria.column_type(filter.column), &filter.values, out)?;
    out.push_sql(end);
    Ok(())
}

/// A comparison that NULL passes as well: it is neither equal to a value nor one of several.
fn compare_or_null<'b, DB: QueryBackend>(
    criteria: &Criteria,
    filter: &'b Filter,
    signs: [&str; 2],
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    if !criteria.table.columns[filter.column].nullable {
        return compare_with_all(criteria, filter, signs, out);
    }
    out.push_sql("(");
    compare_with_all(criteria, filter, signs, out)?;
    out.push_sql(" OR ");
    name(criteria, filter.column, out)?;
    out.push_sql(" IS NULL)");
    Ok(())
}

fn is_null<DB: QueryBackend>(criteria: &Criteria, filter: &Filter, out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
    name(criteria, filter.column, out)?;
    let is_null = filter.values.as_slice() == [Value::Boolean(true)];
    out.push_sql(if is_null { " IS NULL" } else { " IS NOT NULL" });
    Ok(())
}

/// The texts between a prefix and the first text after all that start with it, which an index finds.
fn has_prefix<'b, DB: QueryBackend>(
    criteria: &Criteria,
    filter: &'b Filter,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    for (index, (value, sign)) in filter.values.iter().zip([" >= ", " < "]).enumerate() {
        out.push_sql(if index > 0 { " AND " } else { "" });
        name(criteria, filter.column, out)?;
        out.push_sql(sign);
        DB::bind(criteria.column_type(filter.column), value, out)?;
    }
    Ok(())
}

/// The texts that match a pattern in lower case.
fn contains<'b, DB: QueryBackend>(
    criteria: &Criteria,
    filter: &'b Filter,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let [before, after] = DB::LOWER;
    out.push_sql(before);
    name(criteria, filter.column, out)?;
    out.push_sql(after);
    out.push_sql(" LIKE ");
    bind_all(criteria.column_type(filter.column), &filter.values, out)?;
    out.push_sql(" ESCAPE '\\'");
    Ok(())
}

/// The texts that contain a text in the same case.
fn contains_case<'b, DB: QueryBackend>(
    criteria: &Criteria,
    filter: &'b Filter,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let ContainsCase { around: [before, between, after], value } = DB::CONTAINS_CASE;
    out.push_sql(before);
    name(criteria, filter.column, out)?;
    out.push_sql(between);
    filter.values.get(value).map_or(Ok(()), |value| DB::bind(criteria.column_type(filter.column), value, out))?;
    out.push_sql(after);
    Ok(())
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
    filter.values.iter().try_for_each(|item| DB::bind_item(item, out))?;
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
