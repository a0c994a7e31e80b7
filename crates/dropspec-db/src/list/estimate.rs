//! Estimates of the number of rows of a list.

use std::sync::Arc;

use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::SqliteConnection;
use diesel::{QueryResult, RunQueryDsl};
use diesel_async::AsyncPgConnection;
use serde_json::Value;

use super::total::Total;
use crate::query_backend::QueryBackend;
use crate::select_query::{Predicate, SelectQuery};
use crate::sql::quoted;
use crate::store::Query;

/// Up to this number rows are counted.
const MAX_COUNTED: i64 = 10_000;

/// The number of rows at each end of a table of SQLite that are compared with the filters.
const SAMPLE: i64 = 10_000;

/// A query for the number of rows that meet the filters of a list: exact if there are at most [`MAX_COUNTED`] of them, otherwise an estimate.
#[derive(Debug)]
pub(super) struct EstimateQuery {
    selection: SelectQuery,
}

impl EstimateQuery {
    pub(super) fn new(selection: SelectQuery) -> Self {
        Self { selection }
    }

    /// A statement about the rows that meet the filters, with what is before and after the condition.
    fn about<T>(&self, before: String, after: String) -> Conditional<T> {
        let criteria = &self.selection.criteria;
        let alive = criteria
            .table
            .deletion_column()
            .map(|column| format!(" AND {}.{} IS NULL", quoted(criteria.table.name), quoted(column.name)));
        let predicate = Predicate { criteria: Arc::clone(criteria), after_cursor: false };
        let after = alive.unwrap_or_default() + &after;
        Conditional { before, predicate, after, of: std::marker::PhantomData }
    }

    fn table(&self) -> String {
        quoted(self.selection.criteria.table.name)
    }

    fn count(&self) -> Conditional<BigInt> {
        self.about(format!("SELECT count(*) FROM {} WHERE ", self.table()), String::new())
    }
}

impl Query<Total> for EstimateQuery {
    /// Asks the planner, which knows the statistics of the table, and counts if it expects few rows.
    async fn run_on_postgres(self, mut connection: &AsyncPgConnection) -> QueryResult<Vec<Total>> {
        let explain = format!("EXPLAIN (FORMAT JSON) SELECT 1 FROM {} WHERE ", self.table());
        let explain = self.about::<Text>(explain, String::new());
        let plan: String = diesel_async::RunQueryDsl::get_result(explain, &mut connection).await?;
        if let Some(rows) = planned_rows(&plan).filter(|rows| *rows > MAX_COUNTED) {
            return Ok(vec![Total::estimate(rows)]);
        }
        let rows: i64 = diesel_async::RunQueryDsl::get_result(self.count(), &mut connection).await?;
        Ok(vec![Total::exact(rows)])
    }

    /// Counts up to a limit. If there are more rows, their share among the first and last rows of the table is that among all. The number of
    /// all rows is that of the entries of an index, which SQLite counts without reading them.
    fn run_on_sqlite(self, connection: &mut SqliteConnection) -> QueryResult<Vec<Total>> {
        let criteria = &self.selection.criteria;
        let table = self.table();
        if criteria.filters.is_empty() && criteria.table.deletion_column().is_none() {
            return Ok(vec![Total::exact(self.count().get_result(connection)?)]);
        }
        let bounded = format!("SELECT count(*) FROM (SELECT 1 FROM {table} WHERE ");
        let bounded = self.about::<BigInt>(bounded, format!(" LIMIT {})", MAX_COUNTED + 1));
        let found: i64 = bounded.get_result(connection)?;
        if found <= MAX_COUNTED {
            return Ok(vec![Total::exact(found)]);
        }
        let all: i64 = diesel::dsl::sql::<BigInt>(&format!("SELECT count(*) FROM {table}")).get_result(connection)?;
        if all <= 2 * SAMPLE {
            return Ok(vec![Total::exact(self.count().get_result(connection)?)]);
        }
        let mut matching = 0;
        for order in ["ASC", "DESC"] {
            let key = criteria.table.key_columns().map(|column| format!("{} {order}", quoted(column.name)));
            let key = key.collect::<Vec<_>>().join(", ");
            let sample =
                format!("SELECT count(*) FROM (SELECT * FROM {table} ORDER BY {key} LIMIT {SAMPLE}) AS {table} WHERE ");
            let count: i64 = self.about::<BigInt>(sample, String::new()).get_result(connection)?;
            matching += count;
        }
        Ok(vec![Total::estimate(found.max(share(all, matching)))])
    }
}

/// The number of rows of which so many match among those of the samples.
fn share(all: i64, matching: i64) -> i64 {
    let rows = i128::from(all) * i128::from(matching) / i128::from(2 * SAMPLE);
    i64::try_from(rows).unwrap_or(all)
}

/// The number of rows that the planner expects.
fn planned_rows(plan: &str) -> Option<i64> {
    let plan: Value = serde_json::from_str(plan).ok()?;
    let rows = plan.pointer("/0/Plan/Plan Rows")?;
    // A number beyond the integers is written as a fraction.
    rows.as_i64().or_else(|| rows.as_f64().map(|rows| rows as i64))
}

/// A statement that returns one value of a type about the rows that meet a predicate.
#[derive(Debug)]
struct Conditional<T> {
    before: String,
    predicate: Predicate,
    after: String,
    of: std::marker::PhantomData<T>,
}

impl<T, DB: QueryBackend> QueryFragment<DB> for Conditional<T>
where
    Predicate: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(&self.before);
        self.predicate.walk_ast(out.reborrow())?;
        out.push_sql(&self.after);
        Ok(())
    }
}

impl<T> QueryId for Conditional<T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T> diesel::query_builder::Query for Conditional<T> {
    type SqlType = T;
}

impl<T> diesel::RunQueryDsl<SqliteConnection> for Conditional<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_of_a_plan_are_those_of_its_first_node() {
        let plan = r#"[{"Plan": {"Node Type": "Gather", "Plan Rows": 30000, "Plans": [{"Plan Rows": 12500}]}}]"#;
        assert_eq!(planned_rows(plan), Some(30_000));
        assert_eq!(planned_rows("[]"), None);
    }

    #[test]
    fn the_share_of_samples_is_that_of_all_rows() {
        assert_eq!(share(3_000_000, 2 * SAMPLE), 3_000_000);
        assert_eq!(share(3_000_000, SAMPLE), 1_500_000);
        assert_eq!(share(i64::MAX, 2 * SAMPLE), i64::MAX);
    }
}
