//! Back ends that do not work.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// What a stub does with each connection.
#[derive(Clone, Debug)]
pub(crate) enum Behaviour {
    /// It sends these bytes as soon as there is a request, and closes the connection.
    Sends(String),
    /// It closes the connection.
    Closes,
    /// It never responds.
    IsSilent,
    /// It sends a valid head, and then a byte of the body from time to time.
    Drips,
}

impl Behaviour {
    /// A response with a body.
    pub(crate) fn responds(status: &str, content_type: &str, body: &str) -> Self {
        let length = body.len();
        Self::Sends(format!(
            "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
        ))
    }
}

/// A server that stops on drop.
pub(crate) struct Stub {
    pub(crate) url: String,
    task: JoinHandle<()>,
}

impl Stub {
    pub(crate) async fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let task = tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(handle(connection, behaviour.clone()));
            }
        });
        Self { url, task }
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn handle(mut connection: TcpStream, behaviour: Behaviour) {
    let mut request = [0; 4096];
    let Ok(1..) = connection.read(&mut request).await else { return };
    match behaviour {
        Behaviour::Closes => {}
        Behaviour::IsSilent => sleep(Duration::from_secs(60)).await,
        Behaviour::Sends(bytes) => connection.write_all(bytes.as_bytes()).await.unwrap_or_default(),
        Behaviour::Drips => {
            let head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n[";
            connection.write_all(head).await.ok();
            while connection.write_all(b" ").await.is_ok() {
                sleep(Duration::from_millis(50)).await;
            }
        }
    }
}
