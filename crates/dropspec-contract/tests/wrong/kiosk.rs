//! A small service that obeys its document, unless a fault changes its responses.

use std::fmt::Write as _;
use std::io;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A received request.
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) path: String,
    headers: Vec<(String, String)>,
    body: String,
}

/// A response to be sent.
#[derive(Clone)]
pub(crate) struct Sent {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

/// Starts the service, whose correct responses a fault changes; it ends with the runtime. Returns its URL.
pub(crate) async fn start(fault: impl Fn(&Received, Sent) -> Sent + Send + Sync + 'static) -> String {
    let fault = Arc::new(fault);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(serve(connection, Arc::clone(&fault)));
        }
    });
    url
}

async fn serve(connection: TcpStream, fault: Arc<impl Fn(&Received, Sent) -> Sent>) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let request = receive(&mut connection).await?;
    let Sent { status, headers, body } = fault(&request, correct(&request));
    let mut head = format!("HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    connection.write_all(format!("{head}\r\n{body}").as_bytes()).await?;
    connection.shutdown().await
}

async fn receive(connection: &mut BufReader<TcpStream>) -> io::Result<Received> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        connection.read_line(&mut line).await?;
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let mut words = lines.first().map(String::as_str).unwrap_or_default().split(' ').map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let headers = lines.iter().skip(1).filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    let mut request = Received { method, path, headers, body: String::new() };
    let length = request.header("content-length").parse().unwrap_or_default();
    connection.take(length).read_to_string(&mut request.body).await?;
    Ok(request)
}

impl Received {
    fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }
}

/// The response that the document describes.
fn correct(request: &Received) -> Sent {
    if request.method == "POST" {
        return match (request.header("content-type"), request.body.len()) {
            ("application/json", 0..=100) => order(&request.body),
            ("application/json", _) => problem(413),
            _ => problem(415),
        };
    }
    let id = request.path.trim_start_matches("/papers/").parse();
    match (request.header("accept"), id) {
        (accept, _) if accept.contains("unknown") => problem(406),
        (_, Ok(id @ 1..=9_i64)) => json_response(
            200,
            "application/json",
            vec![("etag", format!("\"{id}\"")), ("x-pages", "32".to_owned())],
            &json!({ "title": "The Daily", "price": 1.5 }),
        ),
        (_, Ok(10..)) => problem(404),
        _ => problem(400),
    }
}

fn order(body: &str) -> Sent {
    let paper: Value = serde_json::from_str(body).unwrap_or_default();
    match paper["title"].as_str() {
        Some(_) => Sent { status: 201, headers: vec![("location", "/papers/1".to_owned())], body: String::new() },
        None => problem(400),
    }
}

fn problem(status: u16) -> Sent {
    json_response(status, "application/problem+json", Vec::new(), &json!({ "status": status }))
}

fn json_response(status: u16, media_type: &str, headers: Vec<(&'static str, String)>, body: &Value) -> Sent {
    let headers = [headers, vec![("content-type", media_type.to_owned())]].concat();
    Sent { status, headers, body: body.to_string() }
}
