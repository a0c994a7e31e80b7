//! Imports beside other writes.

use std::io::{self, Cursor, Read};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use dropspec::db::{Condition, StoreError};
use dropspec::transfer::{self, ImportError, ImportReport, Options};
use people::api::types::Person;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::{ELISABETH, HEADER, OWEN, names};
use crate::support::{Backend, Database, TestApp, execute_on, person};

on_both_databases!(
    writes_do_not_wait_while_a_file_is_read,
    writes_beside_an_import_succeed,
    an_import_whose_caller_leaves_stores_nothing,
);

/// More than fits into the buffers between the file and the database.
const ROWS: usize = 5000;

/// A file that stalls before its last row.
struct StallingFile {
    begin: Cursor<String>,
    stalled: Sender<()>,
    /// `None` once it has stalled.
    proceed: Option<Receiver<()>>,
    end: Cursor<String>,
}

impl Read for StallingFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.begin.read(buffer)?;
        if count > 0 {
            return Ok(count);
        }
        if let Some(proceed) = self.proceed.take() {
            // Both fail only if the test has failed.
            let _ = (self.stalled.send(()), proceed.recv());
        }
        self.end.read(buffer)
    }
}

/// An import that has read its file up to the last row.
struct StalledImport {
    outcome: JoinHandle<Result<ImportReport, ImportError>>,
    proceed: Sender<()>,
    /// Ends when the file is closed.
    closed: Receiver<()>,
}

impl StalledImport {
    /// Begins to import.
    async fn start(database: &Database, header: &str, begin: String, end: String) -> Self {
        let (stalled, closed) = channel();
        let (proceed, wait) = channel();
        let begin = Cursor::new(format!("{header}\n{begin}"));
        let file = StallingFile { begin, stalled, proceed: Some(wait), end: Cursor::new(format!("{end}\n")) };
        let connection = database.connect();
        let import = async move { transfer::import::<Person>(&connection, file, Options::default()).await };
        let outcome = tokio::spawn(import);
        let closed = tokio::task::spawn_blocking(move || {
            closed.recv().unwrap();
            closed
        });
        let closed = closed.await.unwrap();
        // The database side works on what was read.
        tokio::time::sleep(Duration::from_millis(300)).await;
        Self { outcome, proceed, closed }
    }
}

async fn writes_do_not_wait_while_a_file_is_read(backend: Backend) {
    let database = Database::migrated(backend).await;
    let app = TestApp::with_database(&database);
    let import = StalledImport::start(&database, HEADER, format!("{OWEN}\n").repeat(ROWS), ELISABETH.to_owned()).await;
    for _ in 0..3 {
        let posted = timeout(Duration::from_secs(15), app.post("/people", &person())).await;
        posted.expect("it waits for the import").json(201);
    }
    let list = app.get("/people?limit=1&count=true").await;
    assert_eq!(list.header("x-total-count"), "3", "rows of an import are seen before its end");
    import.proceed.send(()).unwrap();
    assert_eq!(import.outcome.await.unwrap().unwrap().stored, ROWS as u64 + 1);
}

/// The rows are stored in one go, for which other writes wait: not for longer than a request may take.
async fn writes_beside_an_import_succeed(backend: Backend) {
    let database = Database::migrated(backend).await;
    let app = TestApp::with_database(&database);
    let mut csv = Vec::new();
    people::sample::write_csv(30_000, 1, &mut csv).unwrap();
    let connection = database.connect();
    let import = async move { transfer::import::<Person>(&connection, Cursor::new(csv), Options::default()).await };
    let import = tokio::spawn(import);
    let writers = (0..4).map(|_| async {
        let mut written = 0;
        while !import.is_finished() {
            app.post("/people", &person()).await.json(201);
            written += 1;
        }
        written
    });
    let written: usize = futures_util::future::join_all(writers).await.into_iter().sum();
    assert_eq!(import.await.unwrap().unwrap().stored, 30_000);
    let list = app.get("/people?limit=1&count=true").await;
    assert_eq!(list.header("x-total-count"), (30_000 + written).to_string());
}

async fn an_import_whose_caller_leaves_stores_nothing(backend: Backend) {
    let database = Database::migrated(backend).await;
    let import = StalledImport::start(&database, HEADER, format!("{OWEN}\n").repeat(ROWS), ELISABETH.to_owned()).await;
    import.outcome.abort();
    assert!(import.outcome.await.unwrap_err().is_cancelled());
    import.proceed.send(()).unwrap();
    // The thread does not read on.
    let closed = tokio::task::spawn_blocking(move || while import.closed.recv().is_ok() {});
    timeout(Duration::from_secs(15), closed).await.expect("the file is closed").unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(names(&database).await.is_empty());
}

/// SQLite looks for taken keys before other writes have to wait, so that another one may take a key after that.
#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_taken_during_an_import_is_a_conflict() {
    let database = Database::migrated(Backend::Sqlite).await;
    let uuid = uuid::Uuid::now_v7();
    let begin = format!("{uuid},{OWEN}\n");
    let rest: String = (1..ROWS).map(|_| format!("{},{OWEN}\n", uuid::Uuid::now_v7())).collect();
    let last = format!("{},{ELISABETH}", uuid::Uuid::now_v7());
    let import = StalledImport::start(&database, &format!("uuid,{HEADER}"), begin + &rest, last).await;
    let insert = format!(
        "INSERT INTO people (uuid, passenger_class, name, sex, age, siblings_or_spouses_aboard, parents_or_children_aboard, fare, \
         survived) VALUES (x'{}', 3, 'Taken', 'male', 1, 0, 0, 1, 0)",
        uuid.simple()
    );
    execute_on(&database, &insert).await;
    import.proceed.send(()).unwrap();
    let error = import.outcome.await.unwrap().unwrap_err();
    assert!(matches!(error, ImportError::Store(StoreError::Condition(Condition::Conflict, _))), "{error:?}");
    assert_eq!(names(&database).await, ["Taken"]);
}
