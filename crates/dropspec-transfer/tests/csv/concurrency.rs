//! Files with the same keys that are imported at the same time.

use futures_util::future::join_all;

use super::*;

const CLIENTS: usize = 4;

/// The ships as a file, in another order for each client.
async fn file(ships: &[Ship], client: usize) -> String {
    let beside = TestDatabase::new(Backend::Sqlite).await;
    beside.insert(ships.to_vec()).await;
    let exported = exported(&beside.database).await;
    let (header, rows) = exported.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    rows.rotate_left(client * ships.len() / CLIENTS);
    if client % 2 == 1 {
        rows.reverse();
    }
    format!("{header}\n{}\n", rows.join("\n"))
}

/// Imports the ships by all clients at the same time.
async fn import_by_all(test: &TestDatabase, ships: &[Ship], skips: bool) -> Vec<Result<ImportReport, ImportError>> {
    let mut tasks = Vec::new();
    for client in 0..CLIENTS {
        let (database, file) = (test.database.clone(), file(ships, client).await);
        let invalid_rows = if skips { InvalidRows::Skip(None) } else { InvalidRows::Reject };
        let options = Options { invalid_rows, ..Options::default() };
        tasks.push(tokio::spawn(async move { imports(&database, file, options).await }));
    }
    join_all(tasks).await.into_iter().map(Result::unwrap).collect()
}

fn ships() -> Vec<Ship> {
    (0..5000).map(|number| ship(&number.to_string())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_files_with_the_same_keys_one_is_stored() {
    let test = TestDatabase::new(Backend::Postgres).await;
    let ships = ships();
    let outcomes = import_by_all(&test, &ships, false).await;
    let (stored, rejected): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
    assert_eq!((stored.len(), rejected.len()), (1, CLIENTS - 1));
    for outcome in rejected {
        let error = outcome.unwrap_err();
        assert!(matches!(error, ImportError::Rows(..)), "{}", chain(&error));
    }
    assert_eq!(test.count().await, 5000);
}

#[tokio::test(flavor = "multi_thread")]
async fn taken_keys_are_skipped_in_any_order() {
    let test = TestDatabase::new(Backend::Postgres).await;
    let ships = ships();
    let outcomes = import_by_all(&test, &ships, true).await;
    let stored: u64 = outcomes.into_iter().map(|outcome| outcome.unwrap().stored).sum();
    assert_eq!((stored, test.count().await), (5000, 5000));
}
