//! A load balancer in small: it passes connections on to whoever says that it is ready.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Client;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;

/// How often each backend is asked whether it is ready.
const PERIOD: Duration = Duration::from_millis(100);

/// The backends, and whether they are ready.
type Backends = Arc<Mutex<BTreeMap<SocketAddr, bool>>>;

/// A proxy that ends when it is dropped.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    backends: Backends,
    _tasks: JoinSet<()>,
}

impl Proxy {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let backends = Backends::default();
        let mut tasks = JoinSet::new();
        tasks.spawn(ask(Arc::clone(&backends)));
        tasks.spawn(pass_on(listener, Arc::clone(&backends)));
        Self { address, backends, _tasks: tasks }
    }

    /// Has it ask one more, and waits until that is ready.
    pub(crate) async fn add(&self, backend: SocketAddr) {
        self.backends.lock().unwrap().insert(backend, false);
        while !self.backends.lock().unwrap()[&backend] {
            sleep(PERIOD).await;
        }
    }
}

async fn ask(backends: Backends) {
    // A new connection each time, as kubelet has it.
    let client = Client::builder().pool_max_idle_per_host(0).timeout(PERIOD * 10).build().unwrap();
    loop {
        let all: Vec<SocketAddr> = backends.lock().unwrap().keys().copied().collect();
        for backend in all {
            let answer = client.get(format!("http://{backend}/health/ready")).send().await;
            let is_ready = answer.is_ok_and(|answer| answer.status() == 200);
            backends.lock().unwrap().insert(backend, is_ready);
        }
        sleep(PERIOD).await;
    }
}

async fn pass_on(listener: TcpListener, backends: Backends) {
    let mut connections = JoinSet::new();
    for turn in 0.. {
        let (mut client, _) = listener.accept().await.unwrap();
        let ready = |backends: &BTreeMap<SocketAddr, bool>| {
            let ready: Vec<_> = backends.iter().filter(|(_, ready)| **ready).map(|(backend, _)| *backend).collect();
            // Without any the client sees its connection closed.
            (!ready.is_empty()).then(|| ready[turn % ready.len()])
        };
        let Some(backend) = ready(&backends.lock().unwrap()) else { continue };
        connections.spawn(async move {
            let mut server = TcpStream::connect(backend).await.unwrap();
            // Either may reset it, which the other gets to see.
            copy_bidirectional(&mut client, &mut server).await.ok();
        });
    }
}
