//! States of the database that pass: a full disk, a read-only database, a locked file.

use std::time::{Duration, Instant};

use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::sqlite::SqliteConnection;
use dropspec::ServiceConfig;
use dropspec::db::{DatabaseUrl, Sqlite, StoreError};
use dropspec_app::App as _;
use people::service::People;
use tokio::time::sleep;

use crate::support::{Backend, Database, Response, TestApp, execute, execute_on, person};

const READ_ONLY: &str = "the database is read-only, try again later";
const DISK_FULL: &str = "the disk of the database is full, try again later";
const LOCKED: &str = "the database is locked by another process, try again later";
const REPLACED: &str = "the database file was removed or replaced; the service must be restarted";

/// Asserts the problem of a write, and that a client may retry it.
#[track_caller]
fn assert_rejected(response: &Response, status: u16, detail: &str) {
    assert_eq!(response.problem(status)["detail"], detail);
    assert_eq!(response.header("retry-after"), "5");
}

/// Asserts that writes are refused, that reads succeed and that the probe says why.
async fn assert_writes_fail(app: &TestApp, location: &str, status: u16, detail: &str) {
    assert_rejected(&app.post("/people", &person()).await, status, detail);
    assert_rejected(&app.delete(location).await, status, detail);
    let all = serde_json::json!([person()]);
    assert_rejected(&app.post("/people/bulk", &all).await, status, detail);
    app.get(location).await.json(200);
    assert_eq!(app.get("/health/ready").await.problem(503)["detail"], detail);
}

/// A service on a SQLite file, and the file as the service has opened it.
fn start_on_sqlite(database: &Database) -> (TestApp, Sqlite) {
    let opened = database.connect();
    let dropspec::db::Database::Sqlite(sqlite) = opened.clone() else { panic!("not SQLite") };
    (TestApp::serve(People::new(opened), People::routes(), ServiceConfig::default()), sqlite)
}

/// Changes a setting of the writing connection.
async fn pragma(sqlite: &Sqlite, statement: &'static str) {
    let set = |connection: &mut SqliteConnection| connection.batch_execute(statement).map_err(StoreError::from);
    sqlite.write_alone(set).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_sqlite_file_is_a_507() {
    let database = Database::exclusive(Backend::Sqlite).await;
    let (app, sqlite) = start_on_sqlite(&database);
    let location = app.create(&person()).await;
    // Fewer pages than the file has: each new page fails, as on a full disk.
    pragma(&sqlite, "PRAGMA max_page_count = 1").await;
    let mut stored = 1;
    let refused = loop {
        let response = app.post("/people", &person()).await;
        if response.status != 201 {
            break response;
        }
        stored += 1;
        assert!(stored < 10_000, "the file is never full");
    };
    assert_rejected(&refused, 507, DISK_FULL);
    assert_eq!(app.get("/health/ready").await.problem(503)["detail"], DISK_FULL);
    assert_eq!(app.get("/people?limit=10000").await.json(200).as_array().unwrap().len(), stored);

    pragma(&sqlite, "PRAGMA max_page_count = 100000").await;
    app.delete(&location).await;
    app.create(&person()).await;
    app.get("/health/ready").await.json(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_sqlite_file_is_a_503() {
    let database = Database::exclusive(Backend::Sqlite).await;
    let (app, sqlite) = start_on_sqlite(&database);
    let location = app.create(&person()).await;
    pragma(&sqlite, "PRAGMA query_only = ON").await;
    assert_writes_fail(&app, &location, 503, READ_ONLY).await;
    pragma(&sqlite, "PRAGMA query_only = OFF").await;
    app.create(&person()).await;
    app.get("/health/ready").await.json(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_sqlite_file_is_a_503() {
    let database = Database::exclusive(Backend::Sqlite).await;
    let (app, sqlite) = start_on_sqlite(&database);
    let location = app.create(&person()).await;
    pragma(&sqlite, "PRAGMA busy_timeout = 50").await;
    let mut other = SqliteConnection::establish(database.url().strip_prefix("sqlite://").unwrap()).unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    assert_writes_fail(&app, &location, 503, LOCKED).await;
    other.batch_execute("ROLLBACK").unwrap();
    app.create(&person()).await;
    app.get("/health/ready").await.json(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_sqlite_file_is_noticed() {
    let database = Database::exclusive(Backend::Sqlite).await;
    let app = TestApp::with_database(&database);
    let location = app.create(&person()).await;
    app.get("/health/ready").await.json(200);
    let file = database.url().strip_prefix("sqlite://").unwrap();
    std::fs::remove_file(file).unwrap();

    // The probe looks at once, a write once a second.
    assert_eq!(app.get("/health/ready").await.problem(503)["detail"], REPLACED);
    let begin = Instant::now();
    while app.post("/people", &person()).await.status == 201 {
        assert!(begin.elapsed() < Duration::from_secs(10), "writes are still acknowledged");
        sleep(Duration::from_millis(50)).await;
    }
    assert_writes_fail(&app, &location, 503, REPLACED).await;

    // Another file in its place is not the one that is open.
    std::fs::write(file, "").unwrap();
    assert_writes_fail(&app, &location, 503, REPLACED).await;
}

/// Makes the sessions of a database read-only, or no longer, and ends those that there are.
async fn set_read_only(database: &Database, setting: &str) {
    // The session itself may be read-only by default.
    let statement = format!(
        "BEGIN READ WRITE;
         DO $$ BEGIN
             EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = {setting}', current_database());
             PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid();
         END $$;
         COMMIT"
    );
    execute(database.url(), &statement).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_postgresql_server_is_a_503() {
    let database = Database::exclusive(Backend::Postgres).await;
    let location = TestApp::with_database(&database).create(&person()).await;
    set_read_only(&database, "on").await;
    let app = TestApp::with_database(&database);
    // The probe finds out by itself.
    assert_eq!(app.get("/health/ready").await.problem(503)["detail"], READ_ONLY);
    assert_writes_fail(&app, &location, 503, READ_ONLY).await;

    set_read_only(&database, "off").await;
    let begin = Instant::now();
    while app.post("/people", &person()).await.status != 201 {
        assert!(begin.elapsed() < Duration::from_secs(10), "the service does not recover");
    }
    while app.get("/health/ready").await.status != 200 {
        assert!(begin.elapsed() < Duration::from_secs(20), "the service is not ready");
    }
}

/// Makes each insert fail with an error of this message and code, as the server itself raises it in these states.
async fn fail_inserts(database: &Database, message: &str, code: &str) {
    let statement = format!(
        "CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN RAISE EXCEPTION USING MESSAGE = '{message}', ERRCODE = '{code}'; END $$;
         CREATE OR REPLACE TRIGGER fail BEFORE INSERT OR DELETE ON people FOR EACH ROW EXECUTE FUNCTION fail()"
    );
    execute_on(database, &statement).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_of_postgresql_is_a_507() {
    let database = Database::exclusive(Backend::Postgres).await;
    let app = TestApp::with_database(&database);
    let location = app.create(&person()).await;
    fail_inserts(&database, "could not extend file \"base/5/1\": No space left on device", "53100").await;
    assert_writes_fail(&app, &location, 507, DISK_FULL).await;
    execute_on(&database, "DROP TRIGGER fail ON people").await;
    app.create(&person()).await;
    app.get("/health/ready").await.json(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_of_one_statement_of_postgresql_is_a_503_of_a_service_that_is_ready() {
    let database = Database::exclusive(Backend::Postgres).await;
    let app = TestApp::with_database(&database);
    let states = [
        (
            "canceling statement due to statement timeout",
            "57014",
            "the database canceled the statement, try again later",
        ),
        (
            "canceling statement due to lock timeout",
            "55P03",
            "the database waited too long for a lock, try again later",
        ),
        ("deadlock detected", "40P01", "concurrent transactions were in conflict, try again"),
        ("could not serialize access", "40001", "concurrent transactions were in conflict, try again"),
    ];
    for (message, code, detail) in states {
        fail_inserts(&database, message, code).await;
        assert_rejected(&app.post("/people", &person()).await, 503, detail);
        app.get("/health/ready").await.json(200);
    }
    // An error of the service stays one.
    fail_inserts(&database, "division by zero", "22012").await;
    app.post("/people", &person()).await.problem(500);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_connections_are_a_503() {
    let database = Database::exclusive(Backend::Postgres).await;
    let url: tokio_postgres::Config = database.url().parse().unwrap();
    let role = format!("limited_{}", url.get_dbname().unwrap());
    execute(database.url(), &format!("CREATE ROLE {role} LOGIN PASSWORD 'limited' CONNECTION LIMIT 0")).await;
    let (scheme, rest) = database.url().split_once("://").unwrap();
    let address = rest.split_once('@').map_or(rest, |(_, address)| address);
    let limited = format!("{scheme}://{role}:limited@{address}").parse::<DatabaseUrl>().unwrap().open().unwrap();
    let app = TestApp::serve(People::new(limited), People::routes(), ServiceConfig::default());
    let detail = "the database has too many connections, try again later";
    assert_rejected(&app.get("/people").await, 503, detail);
    assert_rejected(&app.post("/people", &person()).await, 503, detail);
    assert_eq!(app.get("/health/ready").await.problem(503)["detail"], detail);
    execute(database.url(), &format!("DROP ROLE {role}")).await;
}
