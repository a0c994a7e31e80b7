//! Values that the schema allows, but that no database can hold, are rejected with a pointer before a statement is sent.

use dropspec_db::{Patch, Preconditions, Rejection, create, create_all, patch};
use dropspec_http::Items;
use dropspec_schema::ErrorSource;
use serde_json::json;

use crate::support::{Backend, Ship, TestDatabase, rejection, ship};

on_both_databases!(a_row_is_not_created, items_of_a_bulk_are_rejected, a_patch_is_rejected);

/// The status and the pointers of a rejection.
fn status_and_pointers(rejection: Rejection) -> (u16, Vec<String>) {
    let pointers = rejection.problem.errors.into_iter().map(|violation| match violation.source {
        ErrorSource::Pointer(pointer) => pointer,
        other => panic!("{other:?} is no place in a body"),
    });
    (rejection.status.as_u16(), pointers.collect())
}

fn unstorable() -> Ship {
    Ship { name: "a\0".to_owned(), notes: Some(json!({ "a": ["\0"] })), ..ship("A") }
}

async fn a_row_is_not_created(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let rejected = rejection(create::<Ship>(&test.database, unstorable()).await.unwrap_err());
    assert_eq!(status_and_pointers(rejected), (400, vec!["/name".to_owned(), "/notes/a/0".to_owned()]));
    // Of text that cannot be compressed, and of another one that an index can hold.
    let random: String =
        (0..).map(|number| format!("{:x}", u64::wrapping_pow(number, 7) % 1_000_003)).take(2000).collect();
    let long = |bytes: usize| Ship { nickname: Some(random[..bytes].to_owned()), ..ship("A") };
    create::<Ship>(&test.database, long(1600)).await.unwrap();
    let rejected = rejection(create::<Ship>(&test.database, long(1601)).await.unwrap_err());
    assert_eq!(status_and_pointers(rejected), (400, vec!["/nickname".to_owned()]));
    assert_eq!(test.count().await, 1);
}

async fn items_of_a_bulk_are_rejected(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let items = || Items(vec![Ok(ship("A")), Ok(unstorable())]);
    let rejected = rejection(create_all::<Ship>(&test.database, items(), false).await.unwrap_err());
    assert_eq!(status_and_pointers(rejected), (400, vec!["/1/name".to_owned(), "/1/notes/a/0".to_owned()]));
    create_all::<Ship>(&test.database, items(), true).await.unwrap();
    assert_eq!(test.count().await, 1);
}

async fn a_patch_is_rejected(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let stored = ship("A");
    test.insert([stored.clone()]).await;
    let changes = Patch::merge(&json!({ "notes": { "a\0": 1 } })).unwrap();
    let rejected = patch::<Ship>(&test.database, stored.id, &changes, Preconditions::default()).await.unwrap_err();
    assert_eq!(status_and_pointers(rejection(rejected)), (400, vec!["/notes".to_owned()]));
}
