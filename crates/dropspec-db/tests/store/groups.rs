//! Writes that share a commit: what is acknowledged is stored, and nothing else is.

use std::pin::Pin;
use std::sync::mpsc::{Sender, channel};
use std::task::Poll;

use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::sqlite::SqliteConnection;
use dropspec_db::{Condition, Sqlite, StoreError};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::{File, insert, texts};

type Outcome = Pin<Box<dyn Future<Output = Result<(), StoreError>>>>;

/// What a write does after it has inserted a row.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Then {
    Succeed,
    Fail,
    Panic,
    /// Panics within a transaction of its own.
    PanicDeep,
    /// Succeeds after a transaction of its own was rolled back.
    RollBackDeep,
    /// Its caller leaves before it starts.
    Leave,
    /// Succeeds, and shares no commit.
    Alone,
}

impl Then {
    const ALL: [Self; 7] =
        [Self::Succeed, Self::Fail, Self::Panic, Self::PanicDeep, Self::RollBackDeep, Self::Leave, Self::Alone];

    fn is_acknowledged(self) -> bool {
        matches!(self, Self::Succeed | Self::RollBackDeep | Self::Alone)
    }

    fn write(self, sqlite: &Sqlite, text: String) -> Outcome {
        let sqlite = sqlite.clone();
        let work = move |connection: &mut SqliteConnection| {
            insert(connection, &text)?;
            match self {
                Self::Succeed | Self::Leave | Self::Alone => Ok(()),
                Self::Fail => Err(StoreError::from(diesel::result::Error::NotFound)),
                Self::Panic => panic!("a bug"),
                Self::PanicDeep => connection.transaction(|connection| {
                    insert(connection, &text)?;
                    panic!("a bug")
                }),
                Self::RollBackDeep => {
                    let undone = connection.transaction(|connection| {
                        insert(connection, "undone")?;
                        Err::<(), _>(diesel::result::Error::RollbackTransaction)
                    });
                    assert!(undone.is_err());
                    Ok(())
                }
            }
        };
        Box::pin(
            async move { if self == Self::Alone { sqlite.write_alone(work).await } else { sqlite.write(work).await } },
        )
    }
}

/// Sends writes, which is done when they are first polled.
async fn send(writes: &mut [Outcome]) {
    let mut writes: Vec<_> = writes.iter_mut().collect();
    std::future::poll_fn(|context| {
        for write in &mut writes {
            assert!(write.as_mut().poll(context).is_pending());
        }
        Poll::Ready(())
    })
    .await;
}

/// Holds the writing thread until the sender is dropped, so that writes are queued.
async fn hold(sqlite: &Sqlite) -> (Sender<()>, tokio::task::JoinHandle<()>) {
    let (go, proceed) = channel::<()>();
    let (started, wait) = tokio::sync::oneshot::channel();
    let sqlite = sqlite.clone();
    let held = tokio::spawn(async move {
        let work = move |_: &mut SqliteConnection| {
            started.send(()).unwrap();
            // Ends when the sender is dropped.
            let _ = proceed.recv();
            Ok::<_, StoreError>(())
        };
        sqlite.write_alone(work).await.unwrap();
    });
    wait.await.unwrap();
    (go, held)
}

/// Runs writes that are queued at the same time, and returns their outcomes; `None` for those whose callers have left.
async fn run(sqlite: &Sqlite, kinds: &[Then]) -> Vec<Option<Result<(), StoreError>>> {
    let (go, held) = hold(sqlite).await;
    let each = kinds.iter().enumerate();
    let mut writes: Vec<Outcome> = each.map(|(number, then)| then.write(sqlite, format!("{number:03}"))).collect();
    send(&mut writes).await;
    let mut outcomes = Vec::new();
    let waiting: Vec<_> =
        kinds.iter().zip(writes).map(|(then, write)| (*then != Then::Leave).then_some(write)).collect();
    drop(go);
    held.await.unwrap();
    for write in waiting {
        outcomes.push(match write {
            Some(write) => Some(write.await),
            None => None,
        });
    }
    outcomes
}

async fn what_is_acknowledged_is_stored(kinds: Vec<Then>) {
    let sqlite = File::new().with_table().await;
    let outcomes = run(&sqlite, &kinds).await;
    let numbered = || kinds.iter().zip(&outcomes).enumerate();
    for (number, (then, outcome)) in numbered() {
        let is_acknowledged = matches!(outcome, Some(Ok(())));
        assert_eq!(is_acknowledged, then.is_acknowledged(), "{number}: {then:?} {outcome:?}");
    }
    let acknowledged = numbered().filter(|(_, (_, outcome))| matches!(outcome, Some(Ok(()))));
    let acknowledged: Vec<String> = acknowledged.map(|(number, _)| format!("{number:03}")).collect();
    assert_eq!(sqlite.read(texts).await.unwrap(), acknowledged, "{kinds:?}");
}

#[test]
fn what_is_acknowledged_is_stored_and_nothing_else() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let kinds = prop::collection::vec(prop::sample::select(&Then::ALL[..]), 1..90);
    let config = Config { cases: 48, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    runner
        .run(&kinds, |kinds| {
            runtime.block_on(what_is_acknowledged_is_stored(kinds));
            Ok(())
        })
        .unwrap();
}

/// The number of commits in the WAL: the last frame of each has the size of the database.
fn commits(file: &File) -> usize {
    let mut path = file.path().into_os_string();
    path.push("-wal");
    let wal = std::fs::read(path).unwrap();
    let number = |at: usize| u32::from_be_bytes(wal[at..at + 4].try_into().unwrap());
    let page_size = number(8) as usize;
    (32..wal.len()).step_by(24 + page_size).filter(|frame| number(frame + 4) > 0).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn queued_writes_wait_for_the_disk_once() {
    let file = File::new();
    let sqlite = file.with_table().await;
    let before = commits(&file);
    let outcomes = run(&sqlite, &[Then::Succeed; 16]).await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Some(Ok(())))));
    assert_eq!(commits(&file) - before, 1);
    // One alone is not kept waiting.
    Then::Succeed.write(&sqlite, "alone".to_owned()).await.unwrap();
    assert_eq!(commits(&file) - before, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_is_cancelled_in_a_group_is_rolled_back_alone() {
    let sqlite = File::new().with_table().await;
    let (started, wait) = channel();
    let (resume, proceed) = channel::<()>();
    let writer = sqlite.clone();
    let slow = Box::pin(async move {
        let work = move |connection: &mut SqliteConnection| {
            insert(connection, "two")?;
            started.send(()).unwrap();
            proceed.recv().unwrap();
            Ok::<_, StoreError>(())
        };
        writer.write(work).await
    });
    let (go, held) = hold(&sqlite).await;
    let small = |text: &str| Then::Succeed.write(&sqlite, text.to_owned());
    let mut writes = vec![small("one"), slow, small("three")];
    send(&mut writes).await;
    drop(go);
    held.await.unwrap();
    wait.recv().unwrap();
    drop(writes.remove(1));
    resume.send(()).unwrap();
    for write in writes {
        write.await.unwrap();
    }
    assert_eq!(sqlite.read(texts).await.unwrap(), ["one", "three"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_fails_all_writes_of_the_group() {
    let sqlite = File::new().with_table().await;
    let pages = |count: u32| {
        let sqlite = sqlite.clone();
        async move {
            let statement = format!("PRAGMA max_page_count = {count}");
            let set =
                move |connection: &mut SqliteConnection| Ok::<_, StoreError>(connection.batch_execute(&statement)?);
            sqlite.write_alone(set).await.unwrap();
        }
    };
    pages(1).await;
    let (go, held) = hold(&sqlite).await;
    let small = |text: &str| Then::Succeed.write(&sqlite, text.to_owned());
    let large = Then::Succeed.write(&sqlite, "x".repeat(100_000));
    let mut writes = vec![small("one"), large, small("two")];
    send(&mut writes).await;
    drop(go);
    held.await.unwrap();
    let mut outcomes = Vec::new();
    for write in writes {
        outcomes.push(write.await);
    }
    // SQLite rolls back the whole transaction. The third has another one.
    let is_full =
        |outcome: &Result<(), StoreError>| matches!(outcome, Err(StoreError::Condition(Condition::DiskFull, _)));
    assert!(is_full(&outcomes[0]) && is_full(&outcomes[1]) && outcomes[2].is_ok(), "{outcomes:?}");
    assert_eq!(sqlite.read(texts).await.unwrap(), ["two"]);
    pages(100_000).await;
    small("three").await.unwrap();
    assert_eq!(sqlite.read(texts).await.unwrap(), ["two", "three"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_fails_fails_all_writes_of_the_group() {
    let sqlite = File::new().with_table().await;
    let table =
        "CREATE TABLE replies (id INTEGER PRIMARY KEY, of BLOB REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)";
    let execute = |statement: &'static str| {
        let sqlite = sqlite.clone();
        let work = move |connection: &mut SqliteConnection| Ok::<_, StoreError>(connection.batch_execute(statement)?);
        Box::pin(async move { sqlite.write(work).await }) as Outcome
    };
    execute(table).await.unwrap();
    let (go, held) = hold(&sqlite).await;
    let mut writes = vec![
        Then::Succeed.write(&sqlite, "one".to_owned()),
        execute("INSERT INTO replies (of) VALUES (x'00')"),
        Then::Succeed.write(&sqlite, "two".to_owned()),
    ];
    send(&mut writes).await;
    drop(go);
    held.await.unwrap();
    for write in writes {
        assert!(write.await.is_err());
    }
    assert!(sqlite.read(texts).await.unwrap().is_empty());
    Then::Succeed.write(&sqlite, "three".to_owned()).await.unwrap();
    assert_eq!(sqlite.read(texts).await.unwrap(), ["three"]);
}
