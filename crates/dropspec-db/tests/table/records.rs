//! Values of each column type are stored and loaded unchanged.

use chrono::{DateTime, NaiveDate, Utc};
use dropspec_db::{Entity, ExpectedVersion, SelectQuery, Value, Versioned};
use serde_json::json;
use uuid::Uuid;

use crate::support::{Backend, Class, SHIPS, Ship, TestDatabase, ship};

on_both_databases!(each_kind_is_stored_and_read, a_row_is_changed_in_the_versions_that_are_asked_for);

async fn each_kind_is_stored_and_read(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let seen: DateTime<Utc> = "2026-02-28T23:59:59.999999Z".parse().unwrap();
    let full = Ship {
        class: Class::Cutter,
        afloat: false,
        berths: i32::MAX,
        tonnage: i64::MIN,
        length: 0.1,
        launched: NaiveDate::from_ymd_opt(1912, 4, 15).unwrap(),
        nickname: Some("\"Ünsinkbar\" 🚢".to_owned()),
        crew: Some(-1),
        draught: Some(f64::MAX),
        owner: Some(Uuid::now_v7()),
        seen: Some(seen),
        notes: Some(json!({ "a": [1, null, "b"] })),
        ..ship("Full")
    };
    let empty = ship("Empty");
    test.insert([full.clone(), empty.clone()]).await;
    let rows = test.database.read(Ship::select(&SelectQuery::all(&SHIPS, 10))).await.unwrap();
    let rows: Vec<Versioned<Ship>> = rows.into_iter().map(Into::into).collect();
    assert_eq!(rows, [full.clone(), empty].map(|record| Versioned { record, version: 1 }));
    for (index, column) in SHIPS.columns.iter().enumerate() {
        let value = full.value(index);
        assert!(value == Value::Null || column.column_type.accepts(&value), "{}", column.property);
    }
}

async fn a_row_is_changed_in_the_versions_that_are_asked_for(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let first = ship("First");
    test.insert([first.clone()]).await;
    let renamed = Ship { name: "Renamed".to_owned(), ..first.clone() };
    for (versions, found) in [(ExpectedVersion::Exact(2), 0), (ExpectedVersion::Exact(1), 1), (ExpectedVersion::Any, 1)]
    {
        let rows = test.database.change(|| Ship::replace(versions, renamed.clone())).await.unwrap();
        assert_eq!(rows.len(), found, "{versions:?}");
    }
    let found = test.database.read(Ship::find(first.id)).await.unwrap();
    let found: Vec<Versioned<Ship>> = found.into_iter().map(Into::into).collect();
    assert_eq!(found, [Versioned { record: renamed, version: 3 }]);
    assert_eq!(test.database.execute(|| Ship::remove(first.id, ExpectedVersion::Exact(1))).await.unwrap(), 0);
    assert_eq!(test.database.execute(|| Ship::remove(first.id, ExpectedVersion::Exact(3))).await.unwrap(), 1);
}
