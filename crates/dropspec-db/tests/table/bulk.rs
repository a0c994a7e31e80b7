//! Many rows are created at once: all or none, or as many as can be.

use dropspec_db::{
    Bulk, BulkMode, Entity, ItemResult, Rejection, SelectQuery, Versioned, create_all, max_rows, store_all,
};
use dropspec_http::Items;
use dropspec_schema::{ErrorSource, Violation, Violations};
use serde_json::json;

use crate::support::{Backend, SHIPS, Ship, TestDatabase, rejection, ship};

on_both_databases!(
    all_are_stored,
    more_than_a_statement_takes_is_stored,
    one_bad_item_keeps_all_from_being_stored,
    a_taken_key_keeps_all_from_being_stored,
    leniently_the_good_ones_are_stored,
    rows_with_taken_keys_are_replaced,
    a_rejection_lists_a_limited_number_of_violations,
);

type Item = Result<Ship, Violations>;

fn bad(place: usize) -> Item {
    Err(vec![Violation { source: ErrorSource::Pointer(format!("/{place}/berths")), detail: "bad".to_owned() }].into())
}

async fn bulk(test: &TestDatabase, items: Vec<Item>, lenient: bool) -> Result<Bulk, Rejection> {
    create_all::<Ship>(&test.database, Items(items), lenient).await.map_err(rejection)
}

fn pointers(rejected: &Rejection) -> Vec<String> {
    let pointers = rejected.problem.errors.iter().map(|violation| match &violation.source {
        ErrorSource::Pointer(pointer) => pointer.clone(),
        other => panic!("{other:?} is no place of an item"),
    });
    pointers.collect()
}

async fn all_are_stored(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let ships: Vec<Ship> = (0..10_000).map(|number| ship(&number.to_string())).collect();
    let outcome = bulk(&test, ships.iter().cloned().map(Ok).collect(), false).await.unwrap();
    let created: Vec<ItemResult> = ships.iter().map(|ship| ItemResult::Created(json!(ship.id))).collect();
    assert_eq!(outcome.items, created);
    assert_eq!(test.count().await, 10_000);
    assert_eq!(bulk(&test, Vec::new(), false).await.unwrap().items, []);
}

async fn more_than_a_statement_takes_is_stored(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let most = max_rows(&SHIPS);
    bulk(&test, (0..=most).map(|number| Ok(ship(&number.to_string()))).collect(), false).await.unwrap();
    assert_eq!(test.count().await, i64::try_from(most).unwrap() + 1);
}

async fn one_bad_item_keeps_all_from_being_stored(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let rejected = bulk(&test, vec![Ok(ship("A")), bad(1), Ok(ship("B"))], false).await.unwrap_err();
    assert_eq!((rejected.status.as_u16(), pointers(&rejected)), (400, vec!["/1/berths".to_owned()]));
    assert_eq!(test.count().await, 0);
}

async fn a_taken_key_keeps_all_from_being_stored(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let (taken, twice) = (ship("Taken"), ship("Twice"));
    test.insert([taken.clone()]).await;
    let items = vec![Ok(twice.clone()), Ok(taken.clone()), Ok(ship("New")), Ok(twice.clone())];
    let rejected = bulk(&test, items, false).await.unwrap_err();
    assert_eq!((rejected.status.as_u16(), pointers(&rejected)), (409, vec!["/1/id".to_owned(), "/3/id".to_owned()]));
    assert_eq!(rejected.problem.detail, Some(format!("the id {} is taken - '1.id'", taken.id)));
    assert_eq!(test.count().await, 1);
}

async fn leniently_the_good_ones_are_stored(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let (taken, new) = (ship("Taken"), ship("New"));
    test.insert([taken.clone()]).await;
    let items = vec![bad(0), Ok(new.clone()), Ok(taken.clone()), Ok(new.clone())];
    let outcomes = bulk(&test, items, true).await.unwrap().items;
    assert_eq!(outcomes[1], ItemResult::Created(json!(new.id)));
    let statuses = outcomes.iter().map(|outcome| match outcome {
        ItemResult::Created(_) => 201,
        ItemResult::Replaced(_) => 200,
        ItemResult::Rejected(status, _) => status.as_u16(),
    });
    assert_eq!(statuses.collect::<Vec<_>>(), [400, 201, 409, 409]);
    assert_eq!(test.count().await, 2);
}

async fn a_rejection_lists_a_limited_number_of_violations(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let rejected = bulk(&test, (0..1000).map(bad).collect(), false).await.unwrap_err();
    assert_eq!(rejected.problem.errors.len(), 101);
    assert_eq!(rejected.problem.errors[100].detail, "there are 900 more violations");
}

async fn rows_with_taken_keys_are_replaced(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let (old, new) = (ship("A"), ship("B"));
    test.insert([old.clone()]).await;
    let changed = Ship { name: "C".to_owned(), crew: Some(7), ..old.clone() };
    let twice = Ship { name: "D".to_owned(), ..new.clone() };
    let store = async |items: Vec<Item>, lenient| {
        let mode = BulkMode { lenient, replaces: true, is_dry_run: false };
        store_all::<Ship>(&test.database, Items(items), mode).await.map_err(rejection)
    };
    let rejected = store(vec![Ok(changed.clone()), bad(1)], false).await.unwrap_err();
    assert_eq!(rejected.status.as_u16(), 400);

    let outcome = store(vec![Ok(new.clone()), Ok(changed.clone()), Ok(twice.clone()), bad(3)], true).await.unwrap();
    let [created, replaced, again, ItemResult::Rejected(..)] = &outcome.items[..] else { panic!("{outcome:?}") };
    assert_eq!(*created, ItemResult::Created(json!(new.id)));
    assert_eq!(*replaced, ItemResult::Replaced(json!(old.id)));
    assert_eq!(*again, ItemResult::Replaced(json!(new.id)));
    let rows = test.database.read(Ship::select(&SelectQuery::all(&SHIPS, 9))).await.unwrap();
    let rows: Vec<Versioned<Ship>> = rows.into_iter().map(Into::into).collect();
    assert_eq!(rows, [Versioned { record: changed, version: 2 }, Versioned { record: twice, version: 2 }]);
    let report: serde_json::Value = outcome.into_created(&["created", "updated"]).unwrap();
    assert_eq!(report, json!({ "created": 1, "updated": 2 }));
}
