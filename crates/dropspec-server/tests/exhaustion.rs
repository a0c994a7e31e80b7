//! A server with few descriptors. It is a process of its own, since the limit holds for a whole process, and its clients need descriptors as
//! well.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use dropspec_http::health::{self, Readiness};
use dropspec_http::{Response, Route, ServiceConfig};
use dropspec_server::{Server, ServerConfig};
use dropspec_telemetry::Telemetry;
use http::{Method, StatusCode};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// The variable that makes the process of a test a server, with this number of descriptors.
const DESCRIPTORS: &str = "TEST_SERVER_DESCRIPTORS";

/// What the server prints before its address.
const LISTENS: &str = "listens on ";

/// It needs a descriptor, as a database does that connects for each probe.
struct Api;

impl Readiness for Api {
    async fn unready(&self) -> Option<String> {
        std::fs::File::open("/dev/null").err().map(|error| error.to_string())
    }
}

fn routes() -> Vec<Route<Api>> {
    let get = Route {
        operation: "any",
        method: Method::GET,
        path: "/",
        consumes: &[],
        produces: &[],
        renderer: None,
        handler: |_, _| Box::pin(async { Ok(Response::empty(StatusCode::NO_CONTENT)) }),
    };
    let mut routes = health::routes();
    routes.push(get);
    routes
}

/// The server. It ends with its standard input.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn serve() {
    let Some(limit) = env::var(DESCRIPTORS).ok().and_then(|limit| limit.parse::<u64>().ok()) else { return };
    setrlimit(Resource::Nofile, Rlimit { current: Some(limit), maximum: Some(limit) }).unwrap();
    let mut config = ServerConfig::new(([127, 0, 0, 1], 0).into());
    config.timeouts.read = Duration::from_secs(if limit < 100 { 1 } else { 10 });
    let server = Server::start_with(config, Api, routes(), ServiceConfig::default(), Telemetry::default()).unwrap();
    println!("{LISTENS}{}", server.local_address());
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await.unwrap().unwrap();
}

struct Served {
    process: Child,
    address: SocketAddr,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn start(descriptors: u32) -> Served {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "serve", "--nocapture"]).env(DESCRIPTORS, descriptors.to_string());
    let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
    // The name of the test may stand before it.
    let line = lines.find(|line| line.contains(LISTENS)).unwrap();
    let address = line.split_once(LISTENS).unwrap().1.parse().unwrap();
    Served { process, address }
}

/// The status of the response to a request on a new connection, and how long it took.
fn get(address: SocketAddr, path: &str) -> (String, Duration) {
    let begun = Instant::now();
    let mut client = TcpStream::connect(address).unwrap();
    client.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(client, "GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").unwrap();
    let mut response = String::new();
    client.read_to_string(&mut response).unwrap();
    (response.split(' ').nth(1).unwrap_or_default().to_owned(), begun.elapsed())
}

/// The number of connections that the server has not closed.
fn open(clients: &mut Vec<TcpStream>) -> usize {
    clients.retain_mut(|client| {
        client.set_nonblocking(true).unwrap();
        let read = client.read(&mut [0; 16]);
        read.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock)
    });
    clients.len()
}

#[test]
fn probes_and_requests_are_served_beside_silent_connections() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).unwrap();
    // Three quarters of the descriptors are for connections, and more come in a few seconds than there are descriptors.
    let server = start(4096);
    let (mut clients, mut slowest) = (Vec::new(), Duration::ZERO);
    for _ in 0..80 {
        clients.extend((0..60).map(|_| TcpStream::connect(server.address).unwrap()));
        for (path, expected) in [("/", "204"), (health::READY, "200"), (health::LIVE, "200")] {
            let (status, time) = get(server.address, path);
            assert_eq!(status, expected, "{path} beside {} connections", clients.len());
            slowest = slowest.max(time);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
    let count = open(&mut clients);
    assert!(count < 4096, "{count} connections are open");
}

#[test]
fn the_guard_survives_when_there_are_no_descriptors_at_all() {
    // Too few for a burst, whatever is reserved.
    let server = start(40);
    for _ in 0..3 {
        let mut clients: Vec<_> = (0..100).map(|_| TcpStream::connect(server.address).unwrap()).collect();
        let begun = Instant::now();
        while open(&mut clients) > 0 {
            assert!(begun.elapsed() < Duration::from_secs(30), "{} connections stay open", clients.len());
            std::thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(get(server.address, "/").0, "204");
    }
}
