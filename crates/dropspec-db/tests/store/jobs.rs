//! Jobs on the threads of a file.

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use diesel::Connection;
use diesel::sqlite::SqliteConnection;
use dropspec_db::StoreError;

use crate::support::{File, insert, texts, write};

#[tokio::test]
async fn what_is_written_can_be_read() {
    let sqlite = File::new().with_table().await;
    write(&sqlite, "one").await.unwrap();
    write(&sqlite, "two").await.unwrap();
    assert_eq!(sqlite.read(texts).await.unwrap(), ["one", "two"]);
}

#[tokio::test]
async fn a_read_does_not_wait_for_searches() {
    let sqlite = File::new().with_table().await;
    let (proceed, waiting) = channel::<()>();
    let waiting = Arc::new(Mutex::new(waiting));
    let searches: Vec<_> = (0..8)
        .map(|_| {
            let (sqlite, waiting) = (sqlite.clone(), Arc::clone(&waiting));
            tokio::spawn(async move { sqlite.search(move |_| Ok(waiting.lock().unwrap().recv().is_err())).await })
        })
        .collect();
    write(&sqlite, "one").await.unwrap();
    let read = tokio::time::timeout(Duration::from_secs(20), sqlite.read(texts)).await;
    assert_eq!(read.unwrap().unwrap(), ["one"]);
    drop(proceed);
    for search in searches {
        assert!(search.await.unwrap().unwrap());
    }
}

#[tokio::test]
async fn a_job_that_panics_is_an_error_and_not_the_end_of_the_thread() {
    let sqlite = File::new().with_table().await;
    for _ in 0..5 {
        let written: Result<(), StoreError> = sqlite.write(|_| panic!("a bug")).await;
        assert!(matches!(written, Err(StoreError::Unavailable(_))), "{written:?}");
        let read: Result<(), StoreError> = sqlite.read(|_| panic!("a bug")).await;
        assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
    }
    write(&sqlite, "one").await.unwrap();
    assert_eq!(sqlite.read(texts).await.unwrap(), ["one"]);
}

#[tokio::test]
async fn a_panic_within_a_transaction_ends_the_transaction() {
    let sqlite = File::new().with_table().await;
    let panicked: Result<(), StoreError> = sqlite
        .write(|connection| {
            connection.transaction(|connection| {
                insert(connection, "lost")?;
                panic!("a bug")
            })
        })
        .await;
    assert!(panicked.is_err());
    write(&sqlite, "kept").await.unwrap();
    // The readers see what is committed.
    assert_eq!(sqlite.read(texts).await.unwrap(), ["kept"]);
}

#[tokio::test]
async fn a_transaction_that_fails_is_rolled_back() {
    let sqlite = File::new().with_table().await;
    let failed: Result<(), StoreError> = sqlite
        .write(|connection| {
            connection.transaction(|connection| {
                insert(connection, "lost")?;
                Err(StoreError::from(diesel::result::Error::NotFound))
            })
        })
        .await;
    assert!(matches!(failed, Err(StoreError::Query(_))), "{failed:?}");
    assert!(sqlite.read(texts).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_write_whose_caller_leaves_is_rolled_back() {
    let sqlite = File::new().with_table().await;
    let (started, wait) = channel();
    let (go, proceed) = channel::<()>();
    let job = sqlite.write(move |connection: &mut SqliteConnection| {
        started.send(()).unwrap();
        proceed.recv().unwrap();
        insert(connection, "one").map_err(StoreError::from)
    });
    // Polled once, which sends the job, and then dropped.
    assert!(tokio::time::timeout(Duration::from_millis(50), job).await.is_err());
    wait.recv().unwrap();
    go.send(()).unwrap();
    write(&sqlite, "two").await.unwrap();
    assert_eq!(sqlite.read(texts).await.unwrap(), ["two"]);
}

#[tokio::test]
async fn readers_do_not_wait_for_the_writer() {
    let sqlite = File::new().with_table().await;
    let (go, proceed) = channel::<()>();
    let writer = sqlite.clone();
    let writing = tokio::spawn(async move {
        writer
            .write(move |connection: &mut SqliteConnection| {
                insert(connection, "one")?;
                proceed.recv().unwrap();
                Ok::<_, StoreError>(())
            })
            .await
    });
    assert!(sqlite.read(texts).await.unwrap().is_empty());
    go.send(()).unwrap();
    writing.await.unwrap().unwrap();
    assert_eq!(sqlite.read(texts).await.unwrap(), ["one"]);
}
