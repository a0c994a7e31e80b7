//! A TCP proxy that simulates network failures.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_postgres::config::Host;

use super::Database;

/// How the proxy handles traffic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProxyState {
    /// Data is forwarded.
    Open,
    /// Existing and new connections are closed.
    Closed,
    /// Data is held back until the proxy is open again.
    Stalled,
}

/// A proxy that stops on drop.
pub(crate) struct FaultyProxy {
    pub(crate) address: SocketAddr,
    state: watch::Sender<ProxyState>,
    _tasks: JoinSet<()>,
}

impl FaultyProxy {
    pub(crate) async fn start(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (state, current) = watch::channel(ProxyState::Open);
        let mut tasks = JoinSet::new();
        tasks.spawn(forward(listener, server, current));
        Self { address, state, _tasks: tasks }
    }

    /// A proxy to the server of a database, and the URL of the database at its other end.
    pub(crate) async fn to(database: &Database) -> (Self, String) {
        let config: tokio_postgres::Config = database.url().parse().unwrap();
        let (Host::Tcp(host), port) = (&config.get_hosts()[0], config.get_ports()[0]) else {
            panic!("not a TCP address")
        };
        let server = tokio::net::lookup_host((host.as_str(), port)).await.unwrap().next().unwrap();
        let proxy = Self::start(server).await;
        let url = database.url().replace(&format!("{host}:{port}"), &proxy.address.to_string());
        (proxy, url)
    }

    pub(crate) fn set_state(&self, state: ProxyState) {
        self.state.send(state).unwrap();
    }
}

async fn forward(listener: TcpListener, server: SocketAddr, state: watch::Receiver<ProxyState>) {
    let mut connections = JoinSet::new();
    loop {
        let (client, _) = listener.accept().await.unwrap();
        if *state.borrow() == ProxyState::Closed {
            continue;
        }
        let (client_reads, client_writes) = client.into_split();
        let (server_reads, server_writes) = TcpStream::connect(server).await.unwrap().into_split();
        connections.spawn(copy(client_reads, server_writes, state.clone()));
        connections.spawn(copy(server_reads, client_writes, state.clone()));
    }
}

/// Forwards data in one direction until it ends or the proxy is closed.
async fn copy(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut state: watch::Receiver<ProxyState>) {
    let mut buffer = vec![0; 8192];
    loop {
        let closed = async { state.wait_for(|state| *state == ProxyState::Closed).await.map(drop) };
        let length = tokio::select! {
            _ = closed => return,
            length = from.read(&mut buffer) => length.unwrap_or(0),
        };
        let is_open =
            state.wait_for(|state| *state != ProxyState::Stalled).await.is_ok_and(|state| *state == ProxyState::Open);
        if length == 0 || !is_open || to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}
