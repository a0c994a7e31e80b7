//! The entity tag of a page changes with its content.

use std::collections::HashSet;

use dropspec_db::{CountValues, Entity, ExpectedVersion, ListQuery, list};

use super::{any_ship, fetch, page_of, sorted};
use crate::support::{Backend, SHIPS, Ship, TestDatabase};

on_both_databases!(the_etag_changes_with_everything_in_the_response);

async fn the_etag_changes_with_everything_in_the_response(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let all: Vec<_> = (0..10).map(any_ship).collect();
    test.insert(all[..9].to_vec()).await;
    let mut seen = HashSet::new();
    let query = || sorted(&[], 5).page_token(None).tagged();
    let tag = async |query: ListQuery| fetch(&test.database, query).await.etag.unwrap();
    let first = tag(query()).await;
    assert_eq!(tag(query()).await, first, "it is the same as long as nothing changes");
    assert!(first.starts_with('"') && first.ends_with('"') && first.len() == 34, "{first}");
    seen.insert(first);
    for query in [
        query().count(Some(true), CountValues::BOOLEAN),
        query().fields(Some(["id"])),
        query().fields(Some(["id", "name"])),
        query().limit(Some(4)),
    ] {
        assert!(seen.insert(tag(query).await));
    }
    let csv = page_of(list(&test.database, query(), "text/csv").await.unwrap()).etag.unwrap();
    assert!(seen.insert(csv));
    let first = all[..9].iter().min_by_key(|ship| ship.id).unwrap();
    test.database.change(|| Ship::replace(ExpectedVersion::Any, first.clone())).await.unwrap();
    assert!(seen.insert(tag(query()).await), "a row was changed");
    test.remove(first).await;
    assert!(seen.insert(tag(query()).await), "a row is gone");
    assert_eq!(fetch(&test.database, ListQuery::new(&SHIPS)).await.etag, None, "no ETag was requested");
}
