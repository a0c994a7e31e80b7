//! A minimal load balancer that forwards connections to ready backends.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Client;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;

/// Interval of the readiness probes.
const PERIOD: Duration = Duration::from_millis(100);

/// The backends and their readiness.
type Backends = Arc<Mutex<BTreeMap<SocketAddr, bool>>>;

/// A load balancer that stops on drop.
pub(crate) struct LoadBalancer {
    pub(crate) address: SocketAddr,
    backends: Backends,
    _tasks: JoinSet<()>,
}

impl LoadBalancer {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let backends = Backends::default();
        let mut tasks = JoinSet::new();
        tasks.spawn(probe(Arc::clone(&backends)));
        tasks.spawn(forward(listener, Arc::clone(&backends)));
        Self { address, backends, _tasks: tasks }
    }

    /// Adds a backend and waits until it is ready.
    pub(crate) async fn add(&self, backend: SocketAddr) {
        self.backends.lock().unwrap().insert(backend, false);
        while !self.backends.lock().unwrap()[&backend] {
            sleep(PERIOD).await;
        }
    }
}

async fn probe(backends: Backends) {
    // Use a new connection for each probe, like the kubelet.
    let client = Client::builder().pool_max_idle_per_host(0).timeout(PERIOD * 10).build().unwrap();
    loop {
        let all: Vec<SocketAddr> = backends.lock().unwrap().keys().copied().collect();
        for backend in all {
            let response = client.get(format!("http://{backend}/health/ready")).send().await;
            let is_ready = response.is_ok_and(|response| response.status() == 200);
            backends.lock().unwrap().insert(backend, is_ready);
        }
        sleep(PERIOD).await;
    }
}

async fn forward(listener: TcpListener, backends: Backends) {
    let mut connections = JoinSet::new();
    for turn in 0.. {
        let (mut client, _) = listener.accept().await.unwrap();
        let ready = |backends: &BTreeMap<SocketAddr, bool>| {
            let ready: Vec<_> = backends.iter().filter(|(_, ready)| **ready).map(|(backend, _)| *backend).collect();
            // Without a ready backend, the connection is closed.
            (!ready.is_empty()).then(|| ready[turn % ready.len()])
        };
        let Some(backend) = ready(&backends.lock().unwrap()) else { continue };
        connections.spawn(async move {
            let mut server = TcpStream::connect(backend).await.unwrap();
            // A reset by one side closes the connection of the other.
            copy_bidirectional(&mut client, &mut server).await.ok();
        });
    }
}
