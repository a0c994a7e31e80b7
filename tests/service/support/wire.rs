//! HTTP by hand, for what a well-behaved client does not do and does not show.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use reqwest::Method;
use reqwest::header::{CONTENT_LENGTH, HeaderMap, HeaderName};

use super::Answer;

/// One connection, on which one request follows the other.
pub(crate) struct Wire(BufReader<TcpStream>);

impl Wire {
    pub(crate) fn connect(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        Self(BufReader::new(stream))
    }

    /// Sends just this, and waits for the answer on the same connection.
    pub(crate) fn request(&mut self, method: &Method, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head = format!("{method} {path} HTTP/1.1\r\nhost: people\r\n{headers}\r\n");
        self.send(&[head.as_bytes(), body].concat()).unwrap();
        self.answer(method, path)
    }

    /// Asks for something.
    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.request(&Method::GET, path, &[], b"")
    }

    /// Waits for the answer to a request that was sent.
    pub(crate) fn answer(&mut self, method: &Method, path: &str) -> Answer {
        let status = self.line().split(' ').nth(1).expect("a status line").parse().unwrap();
        let headers = self.headers();
        let length = headers.get(CONTENT_LENGTH).map_or(0, |length| length.to_str().unwrap().parse().unwrap());
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        let path = path.split('?').next().unwrap_or_default();
        Answer { method: method.clone(), path: path.to_owned(), status, headers, body: body.into() }
    }

    /// Sends more, as long as the server takes it.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.get_mut().write_all(bytes)
    }

    fn headers(&mut self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        while let Some((name, value)) = self.line().split_once(": ") {
            headers.append(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        }
        headers
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }
}
