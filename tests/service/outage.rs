//! A PostgreSQL server that is lost while the service runs.

use std::time::{Duration, Instant};

use dropspec::Limits;
use dropspec::server::ServerConfig;
use dropspec::store::{Address, PoolConfig};
use dropspec_app::App as _;
use people::service::People;
use tokio::time::sleep;
use tokio_postgres::NoTls;
use tokio_postgres::config::Host;

use crate::support::{Backend, Database, Line, Passage, TestApp, execute, person};

const END_OTHER_SESSIONS: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                                  WHERE datname = current_database() AND pid <> pg_backend_pid()";

#[tokio::test(flavor = "multi_thread")]
async fn without_its_database_the_service_is_live_but_not_ready() {
    let database = Database::exclusive(Backend::Postgres).await;
    let app = TestApp::beside(&database);
    app.get("/health/ready").await.json(200);
    drop(database);

    // The first request finds the connection closed, the second makes none.
    for _ in 0..2 {
        let problem = app.get("/people").await.problem(503);
        assert_eq!(problem["detail"], "what the service depends on cannot be reached, try again later");
    }
    let problem = app.get("/health/ready").await.problem(503);
    assert_eq!(problem["detail"], "the database cannot be reached");
    app.get("/health/live").await.json(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_connections_are_replaced() {
    let database = Database::exclusive(Backend::Postgres).await;
    let app = TestApp::beside(&database);
    app.get("/people").await.json(200);
    // As a restart of the server does.
    execute(database.url(), END_OTHER_SESSIONS).await;

    // One request may find out; the ones after it must not suffer.
    app.get("/people").await;
    app.post("/people", &person()).await.json(201);
    assert_eq!(app.get("/people").await.json(200).as_array().unwrap().len(), 1);
}

const POOL: PoolConfig = PoolConfig { connections: 4, timeout: Duration::from_secs(1) };

/// The people service on a database, where requests take two seconds at most.
fn start(url: &str) -> TestApp {
    let mut config = ServerConfig::new(([127, 0, 0, 1], 0).into());
    config.timeouts.request = Duration::from_secs(2);
    let database = url.parse::<Address>().unwrap().open_with(POOL).unwrap();
    TestApp::serve_within(config, People::new(database), People::routes(), Limits::default())
}

/// A line to the server of a database, and the URL of the database at its other end.
async fn line_to(database: &Database) -> (Line, String) {
    let config: tokio_postgres::Config = database.url().parse().unwrap();
    let (Host::Tcp(host), port) = (&config.get_hosts()[0], config.get_ports()[0]) else { panic!("it is no TCP") };
    let server = tokio::net::lookup_host((host.as_str(), port)).await.unwrap().next().unwrap();
    let line = Line::to(server).await;
    let url = database.url().replace(&format!("{host}:{port}"), &line.address.to_string());
    (line, url)
}

async fn a_lost_database_is_survived(passage: Passage) {
    let database = Database::exclusive(Backend::Postgres).await;
    let (line, url) = line_to(&database).await;
    let app = start(&url);
    let somebody = app.register(&person()).await;
    app.get("/health/ready").await.json(200);

    line.is_now(passage);
    let begin = Instant::now();
    while app.get("/health/ready").await.status == 200 {
        sleep(Duration::from_millis(50)).await;
    }
    assert!(begin.elapsed() < Duration::from_secs(5), "it is ready for {:?}", begin.elapsed());
    // More than there are connections.
    for _ in 0..POOL.connections {
        let begin = Instant::now();
        let (person, all) = (person(), tokio::join!(app.get("/people"), app.get(&somebody), app.delete(&somebody)));
        for answer in [all.0, all.1, all.2, app.post("/people", &person).await] {
            answer.problem(503);
            assert!(answer.headers.contains_key("retry-after"), "{:?}", answer.headers);
        }
        assert!(begin.elapsed() < Duration::from_secs(6), "{:?}", begin.elapsed());
    }
    app.get("/health/live").await.json(200);

    line.is_now(Passage::Open);
    let begin = Instant::now();
    while app.get("/health/ready").await.status != 200 {
        assert!(begin.elapsed() < Duration::from_secs(20), "it does not come back");
        sleep(Duration::from_millis(50)).await;
    }
    for _ in 0..2 * POOL.connections {
        app.register(&person()).await;
        app.get("/people").await.json(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_closes_its_connections_is_survived() {
    a_lost_database_is_survived(Passage::Closed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_does_not_answer_is_survived() {
    a_lost_database_is_survived(Passage::Stuck).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_finds_no_free_connection_is_told_to_come_again() {
    let database = Database::exclusive(Backend::Postgres).await;
    let mut config = ServerConfig::new(([127, 0, 0, 1], 0).into());
    config.timeouts.request = Duration::from_secs(20);
    let pool = PoolConfig { connections: 1, timeout: Duration::from_millis(500) };
    let service = People::new(database.url().parse::<Address>().unwrap().open_with(pool).unwrap());
    let app = TestApp::serve_within(config, service, People::routes(), Limits::default());
    let somebody = app.register(&person()).await;

    let (other, connection) = tokio_postgres::connect(database.url(), NoTls).await.unwrap();
    tokio::spawn(connection);
    other.batch_execute("BEGIN; SELECT 1 FROM people FOR UPDATE").await.unwrap();
    let (first, second) = tokio::join!(app.delete(&somebody), async {
        sleep(Duration::from_millis(200)).await;
        let begin = Instant::now();
        let answer = app.delete(&somebody).await;
        assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
        other.batch_execute("ROLLBACK").await.unwrap();
        answer
    });
    second.problem(503);
    assert_eq!(second.header("retry-after"), "5");
    assert_eq!(first.status, 204);
}
