//! The plans of the statements: near points are found by the index.

use std::marker::PhantomData;

use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Integer, Text};
use dropspec::db::column_type::Point;
use dropspec::db::{Database, Filter, Filters, SelectQuery};
use dropspec_e2e_tables::places::tables::places::{TABLE, places};
use serde_json::Value;

use super::support::{Backend, place, start_with_database};

on_both_databases!(near_points_are_found_by_the_index);

/// The plan of a query, with columns of the types `T`.
struct Explain<Q, T>(&'static str, Q, PhantomData<T>);

impl<Q, T> Query for Explain<Q, T> {
    type SqlType = T;
}

impl<Q, T> QueryId for Explain<Q, T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<DB: diesel::backend::Backend, Q: QueryFragment<DB>, T> QueryFragment<DB> for Explain<Q, T> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql(self.0);
        self.1.walk_ast(out.reborrow())
    }
}

impl<Q, T, C> RunQueryDsl<C> for Explain<Q, T> {}

async fn near_points_are_found_by_the_index(backend: Backend) {
    let (service, database) = start_with_database(backend).await;
    let rows = (0..3000)
        .map(|number: i32| place(&number.to_string(), f64::from(number % 170) - 85.0, f64::from(number % 350) - 175.0));
    service.post("/places/bulk", rows.collect::<Vec<Value>>().into()).await;
    let near = Filter::near(TABLE.position("location").unwrap(), Point::new(10.0, 20.0), 5000.0);
    let filters = Filters { columns: vec![near], ..Filters::default() };
    let selection = SelectQuery::new(&TABLE, filters, Vec::new(), None, 100);
    let query = places::table
        .filter(selection.predicate())
        .order(selection.order_by())
        .limit(selection.limit())
        .select(places::name);
    if matches!(database, Database::Postgres(_)) {
        database.run_script("ANALYZE places".to_owned()).await.unwrap();
        let plan: Vec<String> = database.read(Explain::<_, Text>("EXPLAIN ", query, PhantomData)).await.unwrap();
        let plan = plan.join("\n");
        assert!(plan.contains("Index Scan") && plan.contains("places_location_near"), "{plan}");
    } else {
        let explain = Explain::<_, (Integer, Integer, Integer, Text)>("EXPLAIN QUERY PLAN ", query, PhantomData);
        let plan: Vec<(i32, i32, i32, String)> = database.read(explain).await.unwrap();
        let plan = plan.into_iter().map(|step| step.3).collect::<Vec<_>>().join("\n");
        assert!(plan.contains("SCAN near VIRTUAL TABLE INDEX 2:"), "{plan}");
        assert!(plan.contains("SEARCH places USING PRIMARY KEY"), "{plan}");
    }
}
