//! An issuer on a loopback port that publishes its keys.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the issuer responds, and how often it was requested.
#[derive(Debug)]
struct State {
    response: Mutex<(StatusCode, String)>,
    requests: AtomicUsize,
}

/// An issuer; it stops with the runtime of the test.
pub(crate) struct Issuer {
    state: Arc<State>,
    url: String,
}

impl Issuer {
    pub(crate) async fn start(keys: String) -> Self {
        let state = Arc::new(State { response: Mutex::new((StatusCode::OK, keys)), requests: AtomicUsize::new(0) });
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/keys", listener.local_addr().unwrap());
        tokio::spawn({
            let state = Arc::clone(&state);
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(respond(stream, Arc::clone(&state)));
                }
            }
        });
        Self { state, url }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn publish(&self, keys: String) {
        self.respond_with(StatusCode::OK, keys);
    }

    pub(crate) fn respond_with(&self, status: StatusCode, body: String) {
        *self.state.response.lock().unwrap_or_else(PoisonError::into_inner) = (status, body);
    }

    pub(crate) fn requests(&self) -> usize {
        self.state.requests.load(Ordering::SeqCst)
    }
}

/// Responds to one request and closes the connection.
async fn respond(mut stream: TcpStream, state: Arc<State>) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut request).await.unwrap() == 0 {
            return;
        }
    }
    assert!(request.starts_with(b"GET /keys HTTP/1.1\r\n"));
    state.requests.fetch_add(1, Ordering::SeqCst);
    let (status, body) = state.response.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).await.unwrap();
    // A client that refuses a body may close the connection early.
    let _ = stream.write_all(body.as_bytes()).await;
}
