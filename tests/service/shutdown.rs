//! Graceful shutdown.

use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use reqwest::Method;

use crate::support::{Backend, Database, LoadBalancer, Program, RawConnection, RunningServer, person};

on_both_databases!(a_rolling_restart_loses_no_request, in_flight_requests_are_completed);

fn serve(database: &Database, variables: &[(&str, &str)]) -> RunningServer {
    let program = Program::new(&["serve"]).database(database.url());
    variables.iter().fold(program, |program, (name, value)| program.env(name, value)).serves()
}

const JSON: (&str, &str) = ("content-type", "application/json");

/// Creates people in a loop until `stop` is set, and returns their number.
fn create_until_stopped(proxy: SocketAddr, stop: &AtomicBool) -> usize {
    let person = serde_json::to_vec(&person()).unwrap();
    let length = person.len().to_string();
    let mut connection = RawConnection::connect(proxy);
    let mut created = 0;
    while !stop.load(Ordering::Relaxed) {
        let response = connection.request(&Method::POST, "/people", &[JSON, ("content-length", &length)], &person);
        response.json(201);
        created += 1;
        if response.headers.get("connection").is_some_and(|value| value == "close") {
            connection = RawConnection::connect(proxy);
        }
    }
    created
}

async fn a_rolling_restart_loses_no_request(backend: Backend) {
    let database = Database::migrated(backend).await;
    let start = || serve(&database, &[("APP_DRAIN_DELAY", "1s"), ("APP_MAX_REQUESTS", "100")]);
    let proxy = LoadBalancer::start().await;
    let mut running = Vec::new();
    for _ in 0..2 {
        let server = start();
        proxy.add(server.address()).await;
        running.push(server);
    }
    let stop = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> = (0..8)
        .map(|_| {
            let (address, stop) = (proxy.address, Arc::clone(&stop));
            tokio::task::spawn_blocking(move || create_until_stopped(address, &stop))
        })
        .collect();

    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut restarted = Vec::new();
    for old in running {
        let exited = tokio::task::spawn_blocking(|| old.stop_with("TERM"));
        assert_eq!(exited.await.unwrap().code(), Some(0));
        let new = start();
        proxy.add(new.address()).await;
        restarted.push(new);
    }
    stop.store(true, Ordering::Relaxed);
    let mut created = 0;
    for client in clients {
        created += client.await.expect("every request succeeded");
    }
    assert!(created > 100, "the load was too low: {created}");
    let list = RawConnection::connect(proxy.address).get("/people?limit=1&count=true");
    assert_eq!(list.header("x-total-count"), created.to_string(), "each person is stored once");
}

#[tokio::test(flavor = "multi_thread")]
async fn shutdown_reports_not_ready_before_it_stops_serving() {
    let database = Database::migrated(Backend::Sqlite).await;
    let server = serve(&database, &[("APP_DRAIN_DELAY", "2s")]);
    let address = server.address();
    let mut old = RawConnection::connect(address);
    assert_eq!(old.get("/health/ready").status, 200);
    let begin = Instant::now();
    server.signal("TERM");

    let mut new = RawConnection::connect(address);
    while new.get("/health/ready").status == 200 {
        assert!(begin.elapsed() < Duration::from_secs(2), "the service is still ready");
        new = RawConnection::connect(address);
    }
    for mut connection in [old, RawConnection::connect(address)] {
        let response = connection.get("/health/ready");
        assert_eq!(response.problem(503)["detail"], "shutting down");
        assert_eq!(response.header("connection"), "close");
    }
    let response = RawConnection::connect(address).get("/people");
    response.json(200);
    assert_eq!(response.header("connection"), "close");
    assert_eq!(RawConnection::connect(address).get("/health/live").status, 200);

    let (status, stderr) = tokio::task::spawn_blocking(|| server.wait()).await.unwrap();
    assert_eq!((status.code(), stderr.as_str()), (Some(0), ""));
    assert!(begin.elapsed() > Duration::from_secs(2), "{:?}", begin.elapsed());
    assert!(TcpStream::connect(address).is_err());
}

/// Sends a request except for the end of its body, which is returned.
fn begin(server: &RunningServer) -> (RawConnection, Vec<u8>) {
    let mut person = serde_json::to_vec(&person()).unwrap();
    let head = format!(
        "POST /people HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        person.len()
    );
    let rest = person.split_off(10);
    let mut connection = RawConnection::connect(server.address());
    connection.send(&[head.as_bytes(), &person].concat()).unwrap();
    (connection, rest)
}

async fn in_flight_requests_are_completed(backend: Backend) {
    let database = Database::migrated(backend).await;
    let server = serve(&database, &[]);
    let address = server.address();
    let (mut connection, rest) = begin(&server);
    tokio::time::sleep(Duration::from_millis(200)).await;
    server.signal("TERM");
    // New connections are refused instead of being left waiting.
    while TcpStream::connect(address).is_ok() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    connection.send(&rest).unwrap();
    let response = connection.response(&Method::POST, "/people");
    response.json(201);
    assert_eq!(response.header("connection"), "close");
    let (status, stderr) = tokio::task::spawn_blocking(|| server.wait()).await.unwrap();
    assert_eq!((status.code(), stderr.as_str()), (Some(0), ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn in_flight_requests_are_aborted_after_the_drain_timeout() {
    let database = Database::migrated(Backend::Sqlite).await;
    let server = serve(&database, &[("APP_DRAIN_TIMEOUT", "500ms")]);
    let _unfinished = [begin(&server), begin(&server)];
    tokio::time::sleep(Duration::from_millis(200)).await;
    let begin = Instant::now();
    server.signal("INT");
    let (status, stderr) = tokio::task::spawn_blocking(|| server.wait()).await.unwrap();
    assert!(begin.elapsed() > Duration::from_millis(500), "{:?}", begin.elapsed());
    assert_eq!(status.code(), Some(0));
    assert!(stderr.contains("shutdown timeout") && stderr.contains("in_flight=2"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_stops_the_process_immediately() {
    let database = Database::migrated(Backend::Sqlite).await;
    for (second, code) in [("INT", 130), ("TERM", 143)] {
        let server = serve(&database, &[("APP_DRAIN_DELAY", "60s")]);
        server.signal("TERM");
        while RawConnection::connect(server.address()).get("/health/ready").status == 200 {}
        assert_eq!(server.stop_with(second).code(), Some(code));
    }
}
