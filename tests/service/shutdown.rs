//! The end of the program, and how little of it anybody notices.

use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use reqwest::Method;

use crate::support::{Backend, Database, Program, Proxy, Served, Wire, person};

on_both_databases!(a_restart_behind_a_proxy_loses_no_request, what_is_under_way_is_finished);

fn serve(database: &Database, variables: &[(&str, &str)]) -> Served {
    let program = Program::new(&["serve"]).database(database.url());
    variables.iter().fold(program, |program, (name, value)| program.env(name, value)).serves()
}

const JSON: (&str, &str) = ("content-type", "application/json");

/// A client that registers people, one after the other, until it is told to stop. Answers how many.
fn register(proxy: SocketAddr, stop: &AtomicBool) -> usize {
    let person = serde_json::to_vec(&person()).unwrap();
    let length = person.len().to_string();
    let mut wire = Wire::connect(proxy);
    let mut registered = 0;
    while !stop.load(Ordering::Relaxed) {
        let answer = wire.request(&Method::POST, "/people", &[JSON, ("content-length", &length)], &person);
        answer.json(201);
        registered += 1;
        if answer.headers.get("connection").is_some_and(|value| value == "close") {
            wire = Wire::connect(proxy);
        }
    }
    registered
}

async fn a_restart_behind_a_proxy_loses_no_request(backend: Backend) {
    let database = Database::migrated(backend).await;
    let start = || serve(&database, &[("APP_DRAIN_DELAY", "1s"), ("APP_MAX_REQUESTS", "100")]);
    let proxy = Proxy::start().await;
    let mut running = Vec::new();
    for _ in 0..2 {
        let served = start();
        proxy.add(served.address()).await;
        running.push(served);
    }
    let stop = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> = (0..8)
        .map(|_| {
            let (address, stop) = (proxy.address, Arc::clone(&stop));
            tokio::task::spawn_blocking(move || register(address, &stop))
        })
        .collect();

    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut restarted = Vec::new();
    for old in running {
        let ended = tokio::task::spawn_blocking(|| old.ends_by("TERM"));
        assert_eq!(ended.await.unwrap().code(), Some(0));
        let new = start();
        proxy.add(new.address()).await;
        restarted.push(new);
    }
    stop.store(true, Ordering::Relaxed);
    let mut registered = 0;
    for client in clients {
        registered += client.await.expect("every request was answered");
    }
    assert!(registered > 100, "there was some load: {registered}");
    let list = Wire::connect(proxy.address).get("/people?limit=1&count=true");
    assert_eq!(list.header("x-total-count"), registered.to_string(), "each is there once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_is_told_to_end_says_so_first() {
    let database = Database::migrated(Backend::Sqlite).await;
    let served = serve(&database, &[("APP_DRAIN_DELAY", "2s")]);
    let address = served.address();
    let mut old = Wire::connect(address);
    assert_eq!(old.get("/health/ready").status, 200);
    let begin = Instant::now();
    served.signal("TERM");

    let mut new = Wire::connect(address);
    while new.get("/health/ready").status == 200 {
        assert!(begin.elapsed() < Duration::from_secs(2), "it is ready for ever");
        new = Wire::connect(address);
    }
    for mut wire in [old, Wire::connect(address)] {
        let answer = wire.get("/health/ready");
        assert_eq!(answer.problem(503)["detail"], "the service is about to end");
        assert_eq!(answer.header("connection"), "close");
    }
    let answer = Wire::connect(address).get("/people");
    answer.json(200);
    assert_eq!(answer.header("connection"), "close");
    assert_eq!(Wire::connect(address).get("/health/live").status, 200);

    let (status, complaint) = tokio::task::spawn_blocking(|| served.ends()).await.unwrap();
    assert_eq!((status.code(), complaint.as_str()), (Some(0), ""));
    assert!(begin.elapsed() > Duration::from_secs(2), "{:?}", begin.elapsed());
    assert!(TcpStream::connect(address).is_err());
}

/// A request that lacks the end of its body.
fn begin(served: &Served) -> (Wire, Vec<u8>) {
    let mut person = serde_json::to_vec(&person()).unwrap();
    let head = format!(
        "POST /people HTTP/1.1\r\nhost: people\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        person.len()
    );
    let rest = person.split_off(10);
    let mut wire = Wire::connect(served.address());
    wire.send(&[head.as_bytes(), &person].concat()).unwrap();
    (wire, rest)
}

async fn what_is_under_way_is_finished(backend: Backend) {
    let database = Database::migrated(backend).await;
    let served = serve(&database, &[]);
    let address = served.address();
    let (mut wire, rest) = begin(&served);
    tokio::time::sleep(Duration::from_millis(200)).await;
    served.signal("TERM");
    // No more connections are taken, and nobody waits in vain for that to change.
    while TcpStream::connect(address).is_ok() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    wire.send(&rest).unwrap();
    let answer = wire.answer(&Method::POST, "/people");
    answer.json(201);
    assert_eq!(answer.header("connection"), "close");
    let (status, complaint) = tokio::task::spawn_blocking(|| served.ends()).await.unwrap();
    assert_eq!((status.code(), complaint.as_str()), (Some(0), ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_end_is_given_up() {
    let database = Database::migrated(Backend::Sqlite).await;
    let served = serve(&database, &[("APP_DRAIN_TIMEOUT", "500ms")]);
    let _unfinished = [begin(&served), begin(&served)];
    tokio::time::sleep(Duration::from_millis(200)).await;
    let begin = Instant::now();
    served.signal("INT");
    let (status, complaint) = tokio::task::spawn_blocking(|| served.ends()).await.unwrap();
    assert!(begin.elapsed() > Duration::from_millis(500), "{:?}", begin.elapsed());
    assert_eq!(status.code(), Some(0));
    assert!(complaint.contains("requests are given up") && complaint.contains("under_way=2"), "{complaint}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_ends_it_at_once() {
    let database = Database::migrated(Backend::Sqlite).await;
    for (second, code) in [("INT", 130), ("TERM", 143)] {
        let served = serve(&database, &[("APP_DRAIN_DELAY", "60s")]);
        served.signal("TERM");
        while Wire::connect(served.address()).get("/health/ready").status == 200 {}
        assert_eq!(served.ends_by(second).code(), Some(code));
    }
}
