//! Clients that leave before the response.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::support::Write;

/// How long a client waits before it leaves.
const LEAVE_AFTER: Duration = Duration::from_millis(100);

/// How a client closes its connection.
#[derive(Clone, Copy, Debug)]
pub(super) enum Leave {
    Fin,
    Rst,
}

/// Sends a write and leaves.
pub(super) async fn send_and_leave(server: SocketAddr, write: &Write, leave: Leave) {
    let request = write.request();
    let body = request.body.map(|body| body.to_string()).unwrap_or_default();
    let headers: String = request.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let (method, path, length) = (request.method, request.path, body.len());
    let text = format!(
        "{method} /people{path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    );
    let mut stream = TcpStream::connect(server).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    sleep(LEAVE_AFTER).await;
    if let Leave::Rst = leave {
        stream.set_zero_linger().unwrap();
    }
}
