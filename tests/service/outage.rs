//! Loss of the PostgreSQL server while the service runs.

use std::time::{Duration, Instant};

use dropspec::ServiceConfig;
use dropspec::db::{ConnectionLimit, DatabaseUrl, PoolConfig};
use dropspec::server::ServerConfig;
use dropspec_app::App as _;
use people::service::People;
use tokio::time::sleep;
use tokio_postgres::NoTls;

use crate::support::{Backend, Database, FaultyProxy, ProxyState, TestApp, execute, person};

const END_OTHER_SESSIONS: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                                  WHERE datname = current_database() AND pid <> pg_backend_pid()";

#[tokio::test(flavor = "multi_thread")]
async fn a_service_without_its_database_is_live_but_not_ready() {
    let database = Database::exclusive(Backend::Postgres).await;
    let app = TestApp::with_database(&database);
    app.get("/health/ready").await.json(200);
    drop(database);

    // The first request finds the connection closed, the second makes none.
    for _ in 0..2 {
        let problem = app.get("/people").await.problem(503);
        assert_eq!(problem["detail"], "a dependency is unavailable, try again later");
    }
    let problem = app.get("/health/ready").await.problem(503);
    assert_eq!(problem["detail"], "the database cannot be reached");
    app.get("/health/live").await.json(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_connections_are_replaced() {
    let database = Database::exclusive(Backend::Postgres).await;
    let app = TestApp::with_database(&database);
    app.get("/people").await.json(200);
    // Like a restart of the server.
    execute(database.url(), END_OTHER_SESSIONS).await;

    // One request may fail; the following must succeed.
    app.get("/people").await;
    app.post("/people", &person()).await.json(201);
    assert_eq!(app.get("/people").await.json(200).as_array().unwrap().len(), 1);
}

fn pool() -> PoolConfig {
    PoolConfig {
        connections: ConnectionLimit::new(4).unwrap(),
        timeout: Duration::from_secs(1),
        ..PoolConfig::default()
    }
}

/// Starts the people service with a request timeout of two seconds.
fn start(url: &str) -> TestApp {
    let mut config = ServerConfig::new(([127, 0, 0, 1], 0).into());
    config.timeouts.request = Duration::from_secs(2);
    let database = url.parse::<DatabaseUrl>().unwrap().open_with(pool()).unwrap();
    TestApp::serve_with_config(config, People::new(database), People::routes(), ServiceConfig::default())
}

async fn recovers_from_a_lost_database(failure: ProxyState) {
    let database = Database::exclusive(Backend::Postgres).await;
    let (proxy, url) = FaultyProxy::to(&database).await;
    let app = start(&url);
    let location = app.create(&person()).await;
    app.get("/health/ready").await.json(200);

    proxy.set_state(failure);
    let begin = Instant::now();
    while app.get("/health/ready").await.status == 200 {
        sleep(Duration::from_millis(50)).await;
    }
    assert!(begin.elapsed() < Duration::from_secs(5), "still ready after {:?}", begin.elapsed());
    // Send more requests than there are connections.
    for _ in 0..pool().connections.get() {
        let begin = Instant::now();
        let (person, all) = (person(), tokio::join!(app.get("/people"), app.get(&location), app.delete(&location)));
        for response in [all.0, all.1] {
            response.problem(503);
            assert!(response.headers.contains_key("retry-after"), "{:?}", response.headers);
        }
        for response in [all.2, app.post("/people", &person).await] {
            // A statement that was sent may be executed once the server is reachable again.
            let is_known = response.status != 504;
            if is_known {
                response.problem(503);
            }
            assert_eq!(response.headers.contains_key("retry-after"), is_known, "{:?}", response.headers);
        }
        assert!(begin.elapsed() < Duration::from_secs(8), "{:?}", begin.elapsed());
    }
    app.get("/health/live").await.json(200);

    proxy.set_state(ProxyState::Open);
    let begin = Instant::now();
    while app.get("/health/ready").await.status != 200 {
        assert!(begin.elapsed() < Duration::from_secs(20), "the service does not recover");
        sleep(Duration::from_millis(50)).await;
    }
    for _ in 0..2 * pool().connections.get() {
        app.create(&person()).await;
        app.get("/people").await.json(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn closed_connections_are_recovered_from() {
    recovers_from_a_lost_database(ProxyState::Closed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stalled_connections_are_recovered_from() {
    recovers_from_a_lost_database(ProxyState::Stalled).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exhausted_pool_is_a_503_with_retry_after() {
    let database = Database::exclusive(Backend::Postgres).await;
    let mut config = ServerConfig::new(([127, 0, 0, 1], 0).into());
    config.timeouts.request = Duration::from_secs(20);
    let pool = PoolConfig {
        connections: ConnectionLimit::new(4).unwrap(),
        timeout: Duration::from_millis(500),
        ..PoolConfig::default()
    };
    let service = People::new(database.url().parse::<DatabaseUrl>().unwrap().open_with(pool).unwrap());
    let app = TestApp::serve_with_config(config, service, People::routes(), ServiceConfig::default());
    let location = app.create(&person()).await;

    let (other, connection) = tokio_postgres::connect(database.url(), NoTls).await.unwrap();
    tokio::spawn(connection);
    other.batch_execute("BEGIN; SELECT 1 FROM people FOR UPDATE").await.unwrap();
    let (first, second) = tokio::join!(app.delete(&location), async {
        sleep(Duration::from_millis(200)).await;
        let begin = Instant::now();
        let response = app.delete(&location).await;
        assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
        other.batch_execute("ROLLBACK").await.unwrap();
        response
    });
    second.problem(503);
    assert_eq!(second.header("retry-after"), "5");
    assert_eq!(first.status, 204);
}
