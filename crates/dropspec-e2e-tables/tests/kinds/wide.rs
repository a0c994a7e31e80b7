//! A table with more columns than a tuple of diesel has elements.

use dropspec_e2e_tables::kinds::tables::records::TABLE;
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::support::{Backend, Kinds};

on_both_databases!(
    all_columns_are_stored_and_changed,
    columns_of_every_part_are_sorted_and_filtered,
    rows_are_created_in_bulk_and_imported,
    a_column_beyond_the_first_ones_refers_to_a_table
);

/// A record whose numbers start at one.
fn record(name: &str, first: i64) -> Value {
    let numbers = (1..).zip(&TABLE.columns[1..70]).map(|(number, column)| (column.property, json!(first + number)));
    let values = [("name", json!(name)), ("note", json!(format!("note of {name}")))];
    values
        .into_iter()
        .chain(numbers)
        .map(|(property, value)| (property.to_owned(), value))
        .collect::<Map<_, _>>()
        .into()
}

async fn all_columns_are_stored_and_changed(backend: Backend) {
    let service = Kinds::start(backend).await;
    let mut stored = record("a", 100);
    assert_eq!(stored.as_object().unwrap().len(), 71);
    assert_eq!(service.post("/records", stored.clone()).await, stored);
    assert_eq!(service.get("/records/a").await, stored);
    let changes = json!({ "number01": -1, "number45": -45, "number69": -69, "note": null });
    for (property, value) in changes.as_object().unwrap() {
        stored[property] = value.clone();
    }
    assert_eq!(service.put("/records/a", changes).await, stored);
    assert_eq!(service.get("/records/a").await, stored);
    stored.as_object_mut().unwrap().remove("number31");
    stored["number62"] = json!(0);
    assert_eq!(service.patch("/records/a", json!({ "number31": null, "number62": 0 })).await, stored);
    assert_eq!(service.get("/records/a").await, stored);
    let (status, problem) = service.call(Method::PUT, "/records/a", Some(json!({ "note": "\0" }))).await;
    assert_eq!((status, &problem["errors"][0]["pointer"]), (400, &json!("/note")));
}

async fn columns_of_every_part_are_sorted_and_filtered(backend: Backend) {
    let service = Kinds::start(backend).await;
    let rows = ["a", "b", "c"].map(|name| record(name, 1000 - i64::from(name.as_bytes()[0])));
    for row in &rows {
        service.post("/records", row.clone()).await;
    }
    for property in ["number02", "number69"] {
        let descending = service.get(&format!("/records?sort=-{property}")).await;
        assert_eq!(descending, json!(rows), "{property}");
        let ascending = service.get(&format!("/records?sort={property}")).await;
        assert_eq!(ascending[0], rows[2], "{property}");
    }
    let least = rows[1]["number45"].as_i64().unwrap();
    assert_eq!(service.get(&format!("/records?number45_gte={least}")).await, json!(rows[..2]));
}

async fn rows_are_created_in_bulk_and_imported(backend: Backend) {
    let service = Kinds::start(backend).await;
    // More parameters than a statement of either database takes.
    let rows: Vec<Value> = (0..1000).map(|number| record(&format!("{number:04}"), number)).collect();
    assert_eq!(service.post("/records/bulk", json!(rows)).await["created"], 1000);
    assert_eq!(service.get("/records").await, json!(rows));
    let copy = Kinds::start(backend).await;
    let (status, report) = copy.import("/records/import", &service.csv("/records").await).await;
    assert_eq!((status, &report["stored"]), (200, &json!(1000)), "{report}");
    assert_eq!(copy.get("/records").await, json!(rows));
}

async fn a_column_beyond_the_first_ones_refers_to_a_table(backend: Backend) {
    let service = Kinds::start(backend).await;
    service.post("/samples", json!({ "name": "known" })).await;
    service.post("/records", record("a", 0)).await;
    assert_eq!(service.put("/records/a", json!({ "sample": "known" })).await["sample"], "known");
    let (status, problem) = service.call(Method::PUT, "/records/a", Some(json!({ "sample": "unknown" }))).await;
    assert_eq!((status, &problem["errors"][0]["pointer"]), (422, &json!("/sample")), "{problem}");
}
