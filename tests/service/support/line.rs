//! A line to a server, which can be cut.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// What becomes of what is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passage {
    /// It arrives.
    Open,
    /// Connections are closed, and new ones as well.
    Closed,
    /// It does not arrive until the line is open again.
    Stuck,
}

/// A line that is gone when it is dropped.
pub(crate) struct Line {
    pub(crate) address: SocketAddr,
    passage: watch::Sender<Passage>,
    _tasks: JoinSet<()>,
}

impl Line {
    pub(crate) async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (passage, current) = watch::channel(Passage::Open);
        let mut tasks = JoinSet::new();
        tasks.spawn(pass_on(listener, server, current));
        Self { address, passage, _tasks: tasks }
    }

    pub(crate) fn is_now(&self, passage: Passage) {
        self.passage.send(passage).unwrap();
    }
}

async fn pass_on(listener: TcpListener, server: SocketAddr, passage: watch::Receiver<Passage>) {
    let mut connections = JoinSet::new();
    loop {
        let (client, _) = listener.accept().await.unwrap();
        if *passage.borrow() == Passage::Closed {
            continue;
        }
        let (client_reads, client_writes) = client.into_split();
        let (server_reads, server_writes) = TcpStream::connect(server).await.unwrap().into_split();
        connections.spawn(copy(client_reads, server_writes, passage.clone()));
        connections.spawn(copy(server_reads, client_writes, passage.clone()));
    }
}

/// Passes on in one direction, until that ends or the line is closed.
async fn copy(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut passage: watch::Receiver<Passage>) {
    let mut buffer = vec![0; 8192];
    loop {
        let closed = async { passage.wait_for(|passage| *passage == Passage::Closed).await.map(drop) };
        let length = tokio::select! {
            _ = closed => return,
            length = from.read(&mut buffer) => length.unwrap_or(0),
        };
        let passes =
            passage.wait_for(|passage| *passage != Passage::Stuck).await.is_ok_and(|passage| *passage == Passage::Open);
        if length == 0 || !passes || to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}
