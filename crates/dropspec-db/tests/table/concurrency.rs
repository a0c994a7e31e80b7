//! Writes of the same rows at the same time: none fails because of the others.

use dropspec_db::{
    Database, ExpectedVersion, IdempotencyKey, ItemResult, Patch, Postgres, Preconditions, create_all, create_once,
    delete, get, patch, update,
};
use dropspec_http::Items;
use futures_util::future::{join_all, try_join_all};
use serde_json::json;
use tokio::task::JoinHandle;

use crate::support::{Backend, Changes, Ship, TestDatabase, ship};

on_both_databases!(bulks_of_the_same_keys_in_any_order_succeed, changes_of_a_row_by_many_clients_succeed);

const CLIENTS: usize = 10;
const ROUNDS: usize = 10;

/// Runs the work of each client on threads of the runtime.
fn spawn_each<F>(work: impl Fn(usize) -> F) -> Vec<JoinHandle<F::Output>>
where
    F: Future<Output: Send> + Send + 'static,
{
    (0..CLIENTS).map(|client| tokio::spawn(work(client))).collect()
}

/// The ships in another order for each client.
fn shuffled(ships: &[Ship], client: usize) -> Vec<Ship> {
    let mut ships = ships.to_vec();
    let middle = client * ships.len() / CLIENTS;
    ships.rotate_left(middle);
    if client % 2 == 1 {
        ships.reverse();
    }
    ships
}

async fn bulks_of_the_same_keys_in_any_order_succeed(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    for _ in 0..3 {
        let ships: Vec<Ship> = (0..1000).map(|number| ship(&number.to_string())).collect();
        let bulks = spawn_each(|client| {
            let (database, ships) = (test.database.clone(), shuffled(&ships, client));
            async move {
                let keys: Vec<_> = ships.iter().map(|ship| json!(ship.id)).collect();
                let items = Items(ships.into_iter().map(Ok).collect());
                let bulk = create_all::<Ship>(&database, items, true).await.unwrap();
                // Results are in the order of the items.
                let created = bulk.items.iter().zip(&keys).filter(|(result, key)| match result {
                    ItemResult::Created(created) => created == *key,
                    ItemResult::Replaced(_) => false,
                    ItemResult::Rejected(status, _) => {
                        assert_eq!(status.as_u16(), 409);
                        false
                    }
                });
                created.count()
            }
        });
        let created: usize = join_all(bulks).await.into_iter().map(Result::unwrap).sum();
        assert_eq!(created, ships.len());
    }
    assert_eq!(test.count().await, 3000);
}

async fn changes_of_a_row_by_many_clients_succeed(backend: Backend) {
    let test = TestDatabase::new(backend).await;
    let first = ship("A");
    test.insert([first.clone()]).await;
    change_a_row(&test.database, &first).await;
}

/// Changes a row by all clients at the same time.
async fn change_a_row(database: &Database, ship: &Ship) {
    let patches = spawn_each(|_| {
        let (database, id) = (database.clone(), ship.id);
        async move {
            for _ in 0..ROUNDS / 2 {
                let name = Patch::merge(&json!({ "nickname": "B" })).unwrap();
                patch::<Ship>(&database, id, &name, Preconditions::default()).await.unwrap();
                let changes = Changes { berths: Some(7), ..Changes::default() };
                update::<Ship>(&database, id, changes, Preconditions::default()).await.unwrap();
            }
        }
    });
    try_join_all(patches).await.unwrap();
    let version = get::<Ship>(database, &ship.id).await.unwrap().version;
    assert_eq!(version, i64::try_from(1 + CLIENTS * ROUNDS).unwrap());
}

/// The database of a test, whose transactions are serializable unless they say otherwise.
fn serializable(test: &TestDatabase) -> Database {
    let url = format!("{}?options=-c%20default_transaction_isolation%3Dserializable", test.postgres_url());
    Database::Postgres(Postgres::new(&url).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_of_a_row_succeed_in_serializable_transactions() {
    let test = TestDatabase::new(Backend::Postgres).await;
    let first = ship("A");
    test.insert([first.clone()]).await;
    change_a_row(&serializable(&test), &first).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_created_once_and_deleted_in_serializable_transactions() {
    let test = TestDatabase::new(Backend::Postgres).await;
    let database = serializable(&test);
    let first = ship("A");
    let created = spawn_each(|_| {
        let (database, ship) = (database.clone(), first.clone());
        let once = IdempotencyKey { operation: "create_ship", caller: None, key: "a" };
        async move { create_once::<Ship>(&database, ship, once).await.unwrap().record }
    });
    for record in try_join_all(created).await.unwrap() {
        assert_eq!(record, first);
    }
    let deleted = spawn_each(|_| {
        let (database, id) = (database.clone(), first.id);
        async move { delete::<Ship>(&database, id, ExpectedVersion::Any).await.unwrap() }
    });
    let deleted = try_join_all(deleted).await.unwrap();
    assert_eq!(deleted.iter().filter(|deleted| **deleted).count(), 1);
}
