//! Loss of the PostgreSQL server while the service runs.

use std::time::{Duration, Instant};

use dropspec::ServiceConfig;
use dropspec::db::{DatabaseUrl, PoolConfig};
use dropspec::server::ServerConfig;
use dropspec_app::App as _;
use people::service::People;
use tokio::time::sleep;
use tokio_postgres::NoTls;
use tokio_postgres::config::Host;

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

const POOL: PoolConfig = PoolConfig { connections: 4, timeout: Duration::from_secs(1) };

/// Starts the people service with a request timeout of two seconds.
fn start(url: &str) -> TestApp {
    let mut config = ServerConfig::new(([127, 0, 0, 1], 0).into());
    config.timeouts.request = Duration::from_secs(2);
    let database = url.parse::<DatabaseUrl>().unwrap().open_with(POOL).unwrap();
    TestApp::serve_with_config(config, People::new(database), People::routes(), ServiceConfig::default())
}

/// A proxy to the server of a database, and the URL of the database at its other end.
async fn proxy_to(database: &Database) -> (FaultyProxy, String) {
    let config: tokio_postgres::Config = database.url().parse().unwrap();
    let (Host::Tcp(host), port) = (&config.get_hosts()[0], config.get_ports()[0]) else { panic!("not a TCP address") };
    let server = tokio::net::lookup_host((host.as_str(), port)).await.unwrap().next().unwrap();
    let proxy = FaultyProxy::start(server).await;
    let url = database.url().replace(&format!("{host}:{port}"), &proxy.address.to_string());
    (proxy, url)
}

async fn recovers_from_a_lost_database(failure: ProxyState) {
    let database = Database::exclusive(Backend::Postgres).await;
    let (proxy, url) = proxy_to(&database).await;
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
    for _ in 0..POOL.connections {
        let begin = Instant::now();
        let (person, all) = (person(), tokio::join!(app.get("/people"), app.get(&location), app.delete(&location)));
        for response in [all.0, all.1, all.2, app.post("/people", &person).await] {
            response.problem(503);
            assert!(response.headers.contains_key("retry-after"), "{:?}", response.headers);
        }
        assert!(begin.elapsed() < Duration::from_secs(6), "{:?}", begin.elapsed());
    }
    app.get("/health/live").await.json(200);

    proxy.set_state(ProxyState::Open);
    let begin = Instant::now();
    while app.get("/health/ready").await.status != 200 {
        assert!(begin.elapsed() < Duration::from_secs(20), "the service does not recover");
        sleep(Duration::from_millis(50)).await;
    }
    for _ in 0..2 * POOL.connections {
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
    let pool = PoolConfig { connections: 1, timeout: Duration::from_millis(500) };
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
