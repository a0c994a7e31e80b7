//! Upstreams by hand.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What an upstream does with a request.
pub(crate) enum Reaction {
    /// Sends this, and waits for the next request.
    Send(String),
    /// Sends this, and closes the connection.
    SendAndClose(&'static str),
    /// Sends a byte of the body of a response now and then.
    Drip,
    /// Nothing.
    Wait,
}

/// What has arrived at an upstream.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) connections: usize,
    pub(crate) requests: Vec<String>,
}

/// An upstream.
pub(crate) struct Fake {
    pub(crate) address: SocketAddr,
    log: Arc<Mutex<Log>>,
}

impl Fake {
    /// Starts an upstream that reacts to the numbers of requests, from 0.
    pub(crate) async fn start(react: impl Fn(usize) -> Reaction + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, log) = (listener.local_addr().unwrap(), Arc::<Mutex<Log>>::default());
        let (react, shared) = (Arc::new(react), Arc::clone(&log));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                tokio::spawn(serve(stream, Arc::clone(&react), Arc::clone(&shared)));
            }
        });
        Self { address, log }
    }

    /// An upstream that always responds with this.
    pub(crate) async fn sending(response: String) -> Self {
        Self::start(move |_| Reaction::Send(response.clone())).await
    }

    pub(crate) fn connections(&self) -> usize {
        self.log.lock().unwrap().connections
    }

    /// The heads of the requests so far, in lower case.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.log.lock().unwrap().requests.clone()
    }
}

async fn serve(mut stream: TcpStream, react: Arc<impl Fn(usize) -> Reaction>, log: Arc<Mutex<Log>>) {
    while let Some(head) = head(&mut stream).await {
        let number = {
            let mut log = log.lock().unwrap();
            log.requests.push(head);
            log.requests.len() - 1
        };
        match react(number) {
            Reaction::Send(response) => stream.write_all(response.as_bytes()).await.unwrap(),
            Reaction::SendAndClose(response) => return stream.write_all(response.as_bytes()).await.unwrap(),
            Reaction::Drip => {
                let mut part = response("200 OK", "application/json", "{").replace("length: 1", "length: 1000");
                while stream.write_all(part.as_bytes()).await.is_ok() {
                    part = " ".to_owned();
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
            Reaction::Wait => std::future::pending().await,
        }
    }
}

/// The head of the next request, in lower case. The requests here have no bodies.
async fn head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    Some(String::from_utf8(head).unwrap().to_lowercase())
}

/// A response with a body.
pub(crate) fn response(status: &str, media_type: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-type: {media_type}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// The response that the document of the upstream describes.
pub(crate) fn level() -> String {
    response("200 OK", "application/json", r#"{"level":7}"#)
}
