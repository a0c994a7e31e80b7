//! Repeated requests with one idempotency key have one effect.

use chrono::{TimeDelta, Utc};
use diesel::ExpressionMethods;
use diesel::QueryDsl;
use dropspec_db::Database;
use dropspec_db::column_type::Timestamp;
use dropspec_db::internal_tables::idempotency_keys;
use dropspec_db::{Entity, Error, IdempotencyKey, Versioned, create, create_once};

use crate::support::{Backend, Ship, TestDatabase, rejection, ship};

on_both_databases!(
    a_repeated_request_gets_the_same_response,
    another_request_with_the_same_key_is_rejected,
    at_the_same_time_one_row_is_made,
    a_key_counts_for_one_caller_and_one_operation,
    a_rejected_request_leaves_no_key,
    a_key_is_forgotten_after_a_day,
    old_keys_are_removed,
    a_key_has_a_length,
);

fn once(key: &str) -> IdempotencyKey<'_> {
    IdempotencyKey { operation: "create_ship", caller: None, key }
}

async fn post(test: &TestDatabase, ship: &Ship, key: &str) -> Result<Versioned<Ship>, u16> {
    status(create_once::<Ship>(&test.database, ship.clone(), once(key)).await)
}

fn status(outcome: Result<Versioned<Ship>, Error>) -> Result<Versioned<Ship>, u16> {
    outcome.map_err(|error| rejection(error).status.as_u16())
}

async fn keys(database: &Database) -> Vec<String> {
    database.read(idempotency_keys::table.select(idempotency_keys::key)).await.unwrap()
}

async fn a_repeated_request_gets_the_same_response(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let first = ship("First");
    let response = post(&test, &first, "\"a\"").await.unwrap();
    assert_eq!(response, Versioned { record: first.clone(), version: 1 });
    // With and without the quotes, and whatever has become of the row.
    test.database.execute(|| Ship::remove(first.id, dropspec_db::ExpectedVersion::Any)).await.unwrap();
    assert_eq!(post(&test, &first, "a").await, Ok(response));
    assert_eq!(test.count().await, 0);
}

async fn another_request_with_the_same_key_is_rejected(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let first = ship("First");
    post(&test, &first, "a").await.unwrap();
    assert_eq!(post(&test, &Ship { berths: 13, ..first.clone() }, "a").await, Err(422));
    assert_eq!(test.count().await, 1);
    assert_eq!(post(&test, &first, "a").await.unwrap().record, first);
}

async fn at_the_same_time_one_row_is_made(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let first = ship("First");
    let tasks = (0..30).map(|_| {
        let (database, ship) = (test.database.clone(), first.clone());
        tokio::spawn(async move { status(create_once::<Ship>(&database, ship, once("a")).await) })
    });
    for task in tasks.collect::<Vec<_>>() {
        assert_eq!(task.await.unwrap(), Ok(Versioned { record: first.clone(), version: 1 }));
    }
    assert_eq!(test.count().await, 1);
}

async fn a_key_counts_for_one_caller_and_one_operation(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let others = [
        IdempotencyKey { operation: "create_ship", caller: None, key: "a" },
        IdempotencyKey { operation: "create_ship", caller: Some("alice"), key: "a" },
        IdempotencyKey { operation: "create_other", caller: None, key: "a" },
        IdempotencyKey { operation: "create_ship", caller: Some("alice\",\""), key: "a" },
    ];
    for once in others {
        create_once::<Ship>(&test.database, ship("Any"), once).await.unwrap();
    }
    assert_eq!(test.count().await, 4);
}

async fn a_rejected_request_leaves_no_key(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let first = ship("First");
    status(create::<Ship>(&test.database, first.clone()).await).unwrap();
    assert_eq!(post(&test, &first, "a").await, Err(409));
    assert_eq!(keys(&test.database).await, [""; 0]);
    test.database.execute(|| Ship::remove(first.id, dropspec_db::ExpectedVersion::Any)).await.unwrap();
    assert_eq!(post(&test, &first, "a").await.unwrap().record, first);
}

/// Makes all keys older.
async fn age(database: &Database, by: TimeDelta) {
    let set = || diesel::update(idempotency_keys::table).set(idempotency_keys::created.eq(Timestamp(Utc::now() - by)));
    database.execute(set).await.unwrap();
}

async fn a_key_is_forgotten_after_a_day(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    post(&test, &ship("First"), "a").await.unwrap();
    let second = ship("Second");
    age(&test.database, TimeDelta::hours(23)).await;
    assert_eq!(post(&test, &second, "a").await, Err(422));
    age(&test.database, TimeDelta::hours(25)).await;
    assert_eq!(post(&test, &second, "a").await.unwrap().record, second);
    assert_eq!(post(&test, &second, "a").await.unwrap().record, second);
    assert_eq!(test.count().await, 2);
}

async fn old_keys_are_removed(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    for key in ["a", "b"] {
        post(&test, &ship("Old"), key).await.unwrap();
    }
    age(&test.database, TimeDelta::hours(25)).await;
    // Each 64th request purges, counted across all tests of this process.
    for number in 0..2000 {
        post(&test, &ship("New"), &number.to_string()).await.unwrap();
        let left = keys(&test.database).await;
        if left.len() == number + 1 {
            assert!(!left.contains(&r#"["create_ship","","a"]"#.to_owned()));
            return;
        }
    }
    panic!("the old keys are still there");
}

async fn a_key_has_a_length(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    for key in ["", "\"\"", &"k".repeat(256)] {
        assert_eq!(post(&test, &ship("Any"), key).await, Err(400), "{key}");
    }
    post(&test, &ship("Any"), &"k".repeat(255)).await.unwrap();
    assert_eq!(test.count().await, 1);
}
