//! Requests whose time is over: a response that says that nothing was done is true, and the database is free again.

use std::time::{Duration, Instant};

use dropspec::db::{DatabaseUrl, PoolConfig};
use dropspec::{ServiceConfig, UploadConfig};
use dropspec_app::App as _;
use people::service::People;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use crate::support::{Backend, Database, FaultyProxy, Lock, ProxyState, Response, TestApp, person};

on_both_databases!(
    timed_out_writes_are_not_done,
    writes_of_clients_that_leave_are_not_done,
    reads_and_probes_do_not_wait_for_writes,
    slow_reads_end_with_their_requests,
    imports_that_take_too_long_are_not_done,
    imports_of_clients_that_leave_are_not_done,
);

/// Starts the people service with a request timeout.
fn start(database: &Database, request: Duration) -> TestApp {
    TestApp::serve_with_timeout(database.url(), request)
}

/// A table lock, and on PostgreSQL row locks, while statements are prepared already.
fn locks(backend: Backend) -> &'static [&'static str] {
    match backend {
        Backend::Sqlite => &[Lock::TABLE],
        Backend::Postgres => &[Lock::TABLE, Lock::ROWS],
    }
}

async fn all(app: &TestApp) -> Value {
    app.get("/people?limit=1000").await.json(200)
}

fn assert_timed_out(response: &Response) {
    assert_eq!(response.problem(503)["detail"], "request timed out");
    assert_eq!(response.header("retry-after"), "1");
}

async fn timed_out_writes_are_not_done(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let app = start(&database, Duration::from_millis(400));
    let locations = [app.create(&person()).await, app.create(&person()).await, app.create(&person()).await];
    // Prepares the statements.
    app.put(&locations[0], &person()).await.json(200);
    let before = all(&app).await;
    for lock in locks(backend) {
        let held = Lock::acquire(database.url(), lock).await;
        let inserts = *lock == Lock::TABLE;
        for _ in 0..3 {
            let (sent, patch) = (person(), json!({ "age": 30 }));
            let merge =
                app.request(Method::PATCH, &locations[1]).header("content-type", "application/merge-patch+json");
            let responses =
                tokio::join!(app.put(&locations[0], &sent), app.send(merge.json(&patch)), app.delete(&locations[2]),);
            for response in [responses.0, responses.1, responses.2] {
                assert_timed_out(&response);
            }
            if inserts {
                let bulk = json!([person(), person()]);
                let with_key = app.request(Method::POST, "/people").json(&person()).header("idempotency-key", "\"k\"");
                let responses =
                    tokio::join!(app.post("/people", &sent), app.post("/people/bulk", &bulk), app.send(with_key));
                for response in [responses.0, responses.1, responses.2] {
                    assert_timed_out(&response);
                }
            }
        }
        held.release().await;
        sleep(Duration::from_millis(500)).await;
        assert_eq!(all(&app).await, before, "{lock}");
        // All connections are free again.
        for _ in 0..20 {
            app.put(&locations[0], &person()).await.json(200);
        }
        for (person, after) in before.as_array().unwrap().iter().zip(all(&app).await.as_array().unwrap()) {
            assert_eq!(person["age"], after["age"]);
        }
    }
}

async fn writes_of_clients_that_leave_are_not_done(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let app = start(&database, Duration::from_secs(20));
    let location = app.create(&person()).await;
    let before = all(&app).await;
    let lock = Lock::acquire(database.url(), Lock::TABLE).await;
    for _ in 0..5 {
        let patience = Duration::from_millis(150);
        let (sent, bulk) = (person(), json!([person(), person()]));
        let (post, delete, bulk) = (app.post("/people", &sent), app.delete(&location), app.post("/people/bulk", &bulk));
        let (post, delete, bulk) =
            tokio::join!(timeout(patience, post), timeout(patience, delete), timeout(patience, bulk));
        assert!(post.is_err() && delete.is_err() && bulk.is_err());
    }
    sleep(Duration::from_millis(300)).await;
    lock.release().await;
    sleep(Duration::from_millis(500)).await;
    assert_eq!(all(&app).await, before);
}

async fn reads_and_probes_do_not_wait_for_writes(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let app = start(&database, Duration::from_secs(20));
    app.create(&person()).await;
    let lock = Lock::acquire(database.url(), Lock::TABLE).await;
    let people = person();
    let writes = (0..16).map(|_| app.post("/people", &people));
    let reads = async {
        sleep(Duration::from_millis(300)).await;
        let begin = Instant::now();
        for _ in 0..100 {
            app.get("/people?limit=1").await.json(200);
            app.get("/health/ready").await.json(200);
        }
        let took = begin.elapsed();
        lock.release().await;
        took
    };
    let (writes, took) = tokio::join!(futures_util::future::join_all(writes), reads);
    assert!(took < Duration::from_secs(4), "{took:?}");
    for response in writes {
        response.json(201);
    }
}

const LIST: &str =
    "Survived,Pclass,Name,Sex,Age,Siblings/Spouses Aboard,Parents/Children Aboard,Fare\n1,1,Ada,female,29,0,0,2\n";

async fn import(app: &TestApp, query: &str) -> Response {
    let request = app.request(Method::POST, &format!("/imports{query}"));
    app.send(request.header("content-type", "text/csv").body(LIST)).await
}

async fn imports_that_take_too_long_are_not_done(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let uploads = UploadConfig { import_timeout: Duration::from_millis(500), ..UploadConfig::default() };
    let service = People::new(database.connect());
    let app = TestApp::serve(service, People::routes(), ServiceConfig { uploads, ..ServiceConfig::default() });
    for query in ["", "?key=name"] {
        let lock = Lock::acquire(database.url(), Lock::TABLE).await;
        let begin = Instant::now();
        let response = import(&app, query).await;
        assert!(begin.elapsed() < Duration::from_secs(4), "{query}: {:?}", begin.elapsed());
        assert_timed_out(&response);
        lock.release().await;
        sleep(Duration::from_millis(300)).await;
        assert_eq!(all(&app).await, json!([]), "{query}");
    }
    import(&app, "").await.json(200);
    assert_eq!(all(&app).await.as_array().unwrap().len(), 1);
}

async fn imports_of_clients_that_leave_are_not_done(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let app = start(&database, Duration::from_secs(20));
    for query in ["", "?key=name"] {
        let lock = Lock::acquire(database.url(), Lock::TABLE).await;
        assert!(timeout(Duration::from_millis(500), import(&app, query)).await.is_err(), "{query}");
        sleep(Duration::from_millis(500)).await;
        lock.release().await;
        // Nothing is in the way of the next write, and it is the only one.
        let location = app.create(&person()).await;
        sleep(Duration::from_millis(300)).await;
        assert_eq!(all(&app).await.as_array().unwrap().len(), 1, "{query}");
        app.delete(&location).await;
    }
}

/// A list that takes seconds: two letters have no trigram, so that no index finds them, and all rows are looked at.
async fn slow_reads_end_with_their_requests(backend: Backend) {
    let database = Database::exclusive(backend).await;
    let app = start(&database, Duration::from_millis(500));
    let insert = match backend {
        Backend::Sqlite => {
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) INSERT INTO people (uuid, \
             passenger_class, name, sex, age, siblings_or_spouses_aboard, parents_or_children_aboard, fare, survived) \
             SELECT randomblob(16), 3, hex(randomblob(50)), 'male', 1, 0, 0, 1, 0 FROM n"
        }
        Backend::Postgres => {
            "INSERT INTO people (uuid, passenger_class, name, sex, age, siblings_or_spouses_aboard, \
             parents_or_children_aboard, fare, survived) SELECT gen_random_uuid(), 3, repeat(md5(i::text), 3), 'male', 1, 0, \
             0, 1, false FROM generate_series(1, 300000) i"
        }
    };
    crate::support::execute_on(&database, insert).await;
    let slow = "/people?name_contains=zz&sort=-fare,name&count=true";
    let reads = futures_util::future::join_all((0..60).map(|_| app.get(slow))).await;
    assert!(reads.iter().any(|response| response.status == 503), "the reads are not slow");
    let begin = Instant::now();
    app.get("/people?limit=1").await.json(200);
    app.get("/health/ready").await.json(200);
    assert!(begin.elapsed() < Duration::from_millis(450), "{:?}", begin.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_outcome_is_a_problem_of_its_own() {
    let database = Database::exclusive(Backend::Postgres).await;
    let (proxy, url) = FaultyProxy::to(&database).await;
    let app = TestApp::serve_with_timeout(&url, Duration::from_millis(500));
    // Opens connections of the pool.
    let sent = person();
    futures_util::future::join_all((0..8).map(|_| app.create(&sent))).await;
    proxy.set_state(ProxyState::Stalled);

    let response = app.post("/people", &person()).await;
    assert_eq!((response.status, response.header("content-type")), (504, "application/problem+json"));
    let problem: Value = serde_json::from_slice(&response.body).unwrap();
    assert_eq!(problem["type"], "urn:dropspec:problem:unknown-outcome");
    assert!(!response.headers.contains_key("retry-after"));

    let request = app.request(Method::POST, "/people").json(&person()).header("idempotency-key", "\"once\"");
    let response = app.send(request).await;
    assert_eq!(response.status, 504);
    assert_eq!(response.header("retry-after"), "1");
    proxy.set_state(ProxyState::Open);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_for_a_lock_ends_with_an_error_of_its_own() {
    let database = Database::exclusive(Backend::Postgres).await;
    let pool = PoolConfig { statement_timeout: Duration::from_secs(1), ..PoolConfig::default() };
    let service = People::new(database.url().parse::<DatabaseUrl>().unwrap().open_with(pool).unwrap());
    let app = TestApp::serve(service, People::routes(), ServiceConfig::default());
    let location = app.create(&person()).await;
    let lock = Lock::acquire(database.url(), Lock::ROWS).await;
    // SQLSTATE 55P03. After the time limit of the statement, which is a little longer, it would be 57014.
    let response = app.delete(&location).await;
    assert_eq!(response.problem(503)["detail"], "the database waited too long for a lock, try again later");
    assert_eq!(response.header("retry-after"), "5");
    lock.release().await;
    assert_eq!(app.delete(&location).await.status, 204);
}
