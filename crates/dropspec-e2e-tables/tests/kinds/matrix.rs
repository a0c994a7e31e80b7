//! Each kind of column in each use of it.

use dropspec::db::column_type::column_types;
use dropspec::db::{Column, Operator};
use dropspec_e2e_tables::kinds::tables::samples::TABLE;
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::samples::{Kind, kinds};
use super::support::{Backend, Kinds};

on_both_databases!(
    values_are_created_replaced_patched_and_removed,
    values_are_found_by_every_operator,
    lists_are_sorted_and_paged,
    rows_are_created_in_bulk,
    rows_are_exported_and_imported,
    rows_are_submitted_by_forms,
);

/// The number of rows: more than samples of any kind.
const ROWS: usize = 10;

#[test]
fn every_kind_has_samples() {
    let kinds: Vec<&str> = kinds().iter().map(|kind| kind.property).collect();
    let columns: Vec<&str> = TABLE.columns.iter().skip(1).map(|column| column.property).collect();
    assert_eq!(kinds, columns);
    let stored: Vec<&str> = TABLE.columns.iter().map(|column| column.column_type.name()).collect();
    // Bytes are for internal tables.
    let types = column_types().iter().map(|column_type| column_type.name()).filter(|name| *name != "bytes");
    for column_type in types {
        assert!(stored.contains(&column_type), "no property of documents/kinds.yaml is stored as {column_type}");
    }
}

fn column(kind: &Kind) -> &'static Column {
    &TABLE.columns[TABLE.position(kind.property).unwrap()]
}

fn name(row: usize) -> String {
    format!("row {row}")
}

/// A row with a sample of each kind.
fn row(row: usize) -> Value {
    let values = kinds().into_iter().map(|kind| (kind.property.to_owned(), kind.sample(row).clone()));
    Map::from_iter([("name".to_owned(), json!(name(row)))].into_iter().chain(values)).into()
}

/// A row without values, as it is returned.
fn empty(name: &str) -> Value {
    let nulls = kinds().into_iter().filter(|kind| kind.is_nullable).map(|kind| (kind.property.to_owned(), Value::Null));
    Map::from_iter([("name".to_owned(), json!(name))].into_iter().chain(nulls)).into()
}

/// Creates all rows, and one without values.
async fn fill(kinds: &Kinds) {
    for number in 0..ROWS {
        kinds.post("/samples", row(number)).await;
    }
    kinds.post("/samples", json!({ "name": "without" })).await;
}

/// All rows as they are returned, in the order of their keys.
fn all() -> Value {
    let mut rows: Vec<Value> = (0..ROWS).map(row).chain([empty("without")]).collect();
    rows.sort_by_key(|row| row["name"].as_str().unwrap().to_owned());
    rows.into()
}

fn names(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
}

/// A value as a query parameter or the field of a form has it, percent-encoded.
fn encoded(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn values_are_created_replaced_patched_and_removed(backend: Backend) {
    let service = Kinds::start(backend).await;
    for kind in kinds() {
        let property = kind.property;
        let with = |value: &Value| {
            let mut row = empty(property);
            row[property] = value.clone();
            row
        };
        let path = format!("/samples/{property}");
        let returned = kind.samples.iter().map(|sample| (sample, sample));
        for (sent, returned) in returned.chain(kind.spellings.iter().map(|(sent, returned)| (sent, returned))) {
            let body = json!({ "name": property, property: sent });
            assert_eq!(service.post("/samples", body.clone()).await, with(returned), "{property}");
            assert_eq!(service.get(&path).await, with(returned), "{property}");
            let other = json!({ "name": property, property: kind.samples.last() });
            service.put(&path, other).await;
            assert_eq!(service.put(&path, body).await, with(returned), "{property}");
            assert_eq!(service.put(&path, json!({ "name": property })).await, empty(property), "{property}");
            assert_eq!(service.patch(&path, json!({ property: sent })).await, with(returned), "{property}");
            assert_eq!(service.get(&path).await, with(returned), "{property}");
            assert_eq!(service.patch(&path, json!({ property: null })).await, empty(property), "{property}");
            if kind.is_nullable {
                let null = json!({ "name": property, property: null });
                assert_eq!(service.put(&path, null).await, empty(property), "{property}");
            }
            assert_eq!(service.call(Method::DELETE, &path, None).await.0, 204);
        }
    }
}

async fn values_are_found_by_every_operator(backend: Backend) {
    let service = Kinds::start(backend).await;
    fill(&service).await;
    for kind in kinds() {
        for operator in column(&kind).filters {
            let name_of_filter = format!("{}{}", kind.property, operator.suffix());
            for values in operands(&kind, *operator) {
                let pair = |value: &Value| format!("{name_of_filter}={}", encoded(value));
                let query = values.iter().map(pair).collect::<Vec<_>>().join("&");
                let found = service.get(&format!("/samples?{query}")).await;
                let is_found = |row: &usize| holds(&kind, kind.sample(*row), *operator, &values);
                let mut expected: Vec<String> = (0..ROWS).filter(is_found).map(name).collect();
                if finds_null(*operator, &values) {
                    expected.push("without".to_owned());
                }
                expected.sort();
                assert_eq!(names(&found), expected, "{name_of_filter} {values:?}");
            }
        }
        for (spelling, returned) in &kind.spellings {
            service.post("/samples", json!({ "name": "spelled", kind.property: returned })).await;
            let query = format!("/samples?{}={}", kind.property, encoded(spelling));
            assert!(names(&service.get(&query).await).contains(&"spelled"), "{query}");
            assert_eq!(service.call(Method::DELETE, "/samples/spelled", None).await.0, 204);
        }
    }
}

/// The values of the requests with which an operator is tried.
fn operands(kind: &Kind, operator: Operator) -> Vec<Vec<Value>> {
    let operands: Vec<Vec<Value>> = match operator {
        Operator::In | Operator::NotIn => kind.samples.windows(2).map(<[Value]>::to_vec).collect(),
        Operator::Null => [true, false].map(|is_null| vec![json!(is_null)]).to_vec(),
        Operator::Contains | Operator::ContainsItem => kind.parts.iter().map(|part| vec![part.clone()]).collect(),
        _ => kind.samples.iter().map(|sample| vec![sample.clone()]).collect(),
    };
    assert!(!operands.is_empty(), "{}{}", kind.property, operator.suffix());
    operands
}

/// Whether a filter finds a sample.
fn holds(kind: &Kind, sample: &Value, operator: Operator, values: &[Value]) -> bool {
    let ordering = || kind.rank(sample).cmp(&kind.rank(&values[0]));
    match operator {
        Operator::Equal => ordering().is_eq(),
        Operator::NotEqual => ordering().is_ne(),
        Operator::AtLeast => ordering().is_ge(),
        Operator::AtMost => ordering().is_le(),
        Operator::MoreThan => ordering().is_gt(),
        Operator::LessThan => ordering().is_lt(),
        Operator::In => values.contains(sample),
        Operator::NotIn => !values.contains(sample),
        Operator::Null => values == [json!(false)],
        Operator::Prefix => sample.as_str().unwrap().starts_with(values[0].as_str().unwrap()),
        Operator::Contains | Operator::ContainsCase => sample.as_str().unwrap().contains(values[0].as_str().unwrap()),
        Operator::ContainsItem => sample.as_array().unwrap().contains(&values[0]),
        Operator::Near => panic!("tests/places finds points"),
    }
}

/// Whether a filter finds rows without a value.
fn finds_null(operator: Operator, values: &[Value]) -> bool {
    matches!(operator, Operator::NotEqual | Operator::NotIn) || (operator == Operator::Null && values == [json!(true)])
}

async fn lists_are_sorted_and_paged(backend: Backend) {
    let service = Kinds::start(backend).await;
    fill(&service).await;
    for kind in kinds() {
        if !column(&kind).sortable {
            continue;
        }
        let mut rows: Vec<usize> = (0..ROWS).collect();
        rows.sort_by_key(|row| (kind.rank(kind.sample(*row)), name(*row)));
        let ascending: Vec<String> = rows.into_iter().map(name).chain(["without".to_owned()]).collect();
        let descending = ascending.iter().rev().cloned().collect();
        for (sort, expected) in [(kind.property.to_owned(), ascending), (format!("-{}", kind.property), descending)] {
            let query = format!("/samples?sort={sort}");
            assert_eq!(names(&service.get(&query).await), expected, "{query}");
            assert_eq!(service.pages(&format!("{query}&limit=3")).await, expected, "{query} by pages");
        }
    }
}

async fn rows_are_created_in_bulk(backend: Backend) {
    let service = Kinds::start(backend).await;
    let rows: Vec<Value> = (0..ROWS).map(row).chain([json!({ "name": "without" })]).collect();
    assert_eq!(service.post("/samples/bulk", rows.into()).await["created"], ROWS + 1);
    assert_eq!(service.get("/samples").await, all());
}

async fn rows_are_exported_and_imported(backend: Backend) {
    let service = Kinds::start(backend).await;
    fill(&service).await;
    let csv = service.csv("/samples").await;
    let copy = Kinds::start(backend).await;
    let (status, report) = copy.import("/samples/import", &csv).await;
    assert_eq!((status, &report["stored"]), (200, &json!(ROWS + 1)), "{report}\n{csv}");
    assert_eq!(copy.get("/samples").await, all());
    assert_eq!(copy.csv("/samples").await, csv);
}

async fn rows_are_submitted_by_forms(backend: Backend) {
    let service = Kinds::start(backend).await;
    for kind in kinds() {
        // An empty field is absent.
        for value in kind.samples.iter().filter(|value| value.as_str() != Some("")) {
            let path = format!("/samples/{}", kind.property);
            service.post("/samples", json!({ "name": kind.property })).await;
            let fields = [("name", json!(kind.property)), (kind.property, value.clone())];
            let fields = fields.map(|(name, value)| format!("record%5B{name}%5D={}", encoded(&value))).join("&");
            let (status, problem) = service.submit(&path, &format!("action=save&version=1&{fields}")).await;
            // The response redirects to the row.
            assert_eq!(status, 200, "{}={value}: {problem}", kind.property);
            assert_eq!(service.get(&path).await[kind.property], *value, "{}", kind.property);
            assert_eq!(service.call(Method::DELETE, &path, None).await.0, 204);
        }
    }
}
