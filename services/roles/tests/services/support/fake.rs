//! Services that fail, in place of real ones.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;
use tokio::time::sleep;

/// How a service responds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fake {
    /// No process listens.
    Down,
    /// It takes requests and never responds.
    Silent,
    /// It never ends its response.
    Endless,
    /// It responds with these bytes after a time, and closes the connection.
    Responds(&'static str, Duration),
}

impl Fake {
    /// Responds at once with a status and a body.
    pub(crate) const fn raw(response: &'static str) -> Self {
        Self::Responds(response, Duration::ZERO)
    }
}

/// A running fake.
pub(crate) struct FakeServer {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl FakeServer {
    pub(crate) async fn start(fake: Fake) -> Self {
        Self::start_with(fake, &Arc::new(Barrier::new(1))).await
    }

    /// Starts one that responds when as many requests have arrived as the barrier waits for.
    pub(crate) async fn start_with(fake: Fake, barrier: &Arc<Barrier>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        if !matches!(fake, Fake::Down) {
            let (requests, barrier) = (Arc::clone(&requests), Arc::clone(barrier));
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    let (requests, barrier) = (Arc::clone(&requests), Arc::clone(&barrier));
                    tokio::spawn(async move {
                        let mut stream = stream;
                        let request = read(&mut stream).await;
                        requests.lock().unwrap().push(request);
                        barrier.wait().await;
                        respond(stream, fake).await;
                    });
                }
            });
        }
        Self { url, requests }
    }

    /// All requests, in lower case.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// Reads a request, which is short enough to arrive at once.
async fn read(stream: &mut TcpStream) -> String {
    let mut buffer = vec![0; 16 * 1024];
    let length = stream.read(&mut buffer).await.unwrap_or_default();
    String::from_utf8_lossy(&buffer[..length]).to_lowercase()
}

async fn respond(mut stream: TcpStream, fake: Fake) {
    match fake {
        Fake::Down => {}
        Fake::Silent => sleep(Duration::from_secs(600)).await,
        Fake::Endless => {
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n[";
            stream.write_all(head.as_bytes()).await.ok();
            // The client ends the connection.
            while stream.write_all(&[b' '; 64 * 1024]).await.is_ok() {}
        }
        Fake::Responds(response, delay) => {
            sleep(delay).await;
            stream.write_all(response.as_bytes()).await.ok();
            stream.shutdown().await.ok();
        }
    }
}
