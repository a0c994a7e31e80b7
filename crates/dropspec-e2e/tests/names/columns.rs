//! Columns, on both databases.

use serde_json::{Map, Value, json};

use super::support::{Backend, Service};

/// An order whose texts are the names of their properties.
fn order(id: &str) -> Value {
    let texts = [
        "type",
        "where",
        "columns",
        "all_columns",
        "dsl",
        "star",
        "order",
        "select",
        "version",
        "ctid",
        "tableoid",
        "rowid",
        "oid",
        "xmin",
        "match",
        "_",
        // Names that differ from others in their case only.
        "Type",
        "WHERE",
        "GRÖSSE",
        "1st",
        "@",
        "größe",
        "str",
        "Self",
        "crate",
        "loop",
        "key",
        "values",
        "record",
        "row",
        "connection",
        "a_name_that_is_longer_than_the_sixty_three_bytes_of_postgresql_one",
        "a_name_that_is_longer_than_the_sixty_three_bytes_of_postgresql_two",
    ];
    let texts = texts.map(|name| (name.to_owned(), json!(name)));
    let others = [("id", json!(id)), ("table", json!(3)), ("bool", json!(true))];
    texts.into_iter().chain(others.map(|(name, value)| (name.to_owned(), value))).collect::<Map<_, _>>().into()
}

on_both_databases!(
    columns_are_stored_and_returned,
    columns_are_filtered_and_sorted,
    columns_are_changed,
    a_column_has_the_name_of_its_table
);

async fn columns_are_stored_and_returned(backend: Backend) {
    let service = Service::start(backend).await;
    assert_eq!(service.post("/orders", &order("a")).await, (201, order("a")));
    assert_eq!(service.get("/orders/a").await, (200, order("a")));
    assert_eq!(service.get("/orders").await, (200, json!([order("a")])));
}

async fn columns_are_filtered_and_sorted(backend: Backend) {
    let service = Service::start(backend).await;
    for (id, table) in [("a", 1), ("b", 2)] {
        let mut order = order(id);
        order["table"] = json!(table);
        assert_eq!(service.post("/orders", &order).await.0, 201);
    }
    let ids = async |query: &str| {
        let (status, orders) = service.get(&format!("/orders?{query}")).await;
        assert_eq!(status, 200, "{query}: {orders}");
        orders.as_array().unwrap().iter().map(|order| order["id"].as_str().unwrap().to_owned()).collect::<String>()
    };
    assert_eq!(ids("sort=-table").await, "ba");
    assert_eq!(ids("sort=type,where,columns,order,version,ctid,1st,@,gr%C3%B6%C3%9Fe,bool,table").await, "ab");
    assert_eq!(ids("table_gte=2").await, "b");
    assert_eq!(ids("type=type&version=version&1st=1st&gr%C3%B6%C3%9Fe=gr%C3%B6%C3%9Fe").await, "ab");
    assert_eq!(ids("version=1").await, "");
}

async fn columns_are_changed(backend: Backend) {
    let service = Service::start(backend).await;
    service.post("/orders", &order("a")).await;
    let changes = json!({ "type": "t", "table": 4, "version": "v", "1st": "f" });
    let mut changed = order("a");
    for (name, value) in changes.as_object().unwrap() {
        changed[name] = value.clone();
    }
    assert_eq!(service.put("/orders/a", &changes).await, (200, changed.clone()));
    assert_eq!(service.get("/orders/a").await, (200, changed));
}

async fn a_column_has_the_name_of_its_table(backend: Backend) {
    let service = Service::start(backend).await;
    let kind = json!({ "types": 1, "note": "first" });
    assert_eq!(service.post("/types", &kind).await, (201, kind.clone()));
    assert_eq!(service.get("/types/1").await, (200, kind));
}
