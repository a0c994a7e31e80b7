//! HTTP over a raw connection, for requests and responses that a regular client does not send or show.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use reqwest::Method;
use reqwest::header::{CONTENT_LENGTH, HeaderMap, HeaderName};

use super::Response;

/// A keep-alive connection.
pub(crate) struct RawConnection(BufReader<TcpStream>);

impl RawConnection {
    pub(crate) fn connect(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        Self(BufReader::new(stream))
    }

    /// Sends a request without additional headers and waits for the response.
    pub(crate) fn request(&mut self, method: &Method, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n{headers}\r\n");
        self.send(&[head.as_bytes(), body].concat()).unwrap();
        self.response(method, path)
    }

    /// Sends a GET request.
    pub(crate) fn get(&mut self, path: &str) -> Response {
        self.request(&Method::GET, path, &[], b"")
    }

    /// Waits for the response to a request that was sent.
    pub(crate) fn response(&mut self, method: &Method, path: &str) -> Response {
        let status = self.line().split(' ').nth(1).expect("a status line").parse().unwrap();
        let headers = self.headers();
        let length = headers.get(CONTENT_LENGTH).map_or(0, |length| length.to_str().unwrap().parse().unwrap());
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        let path = path.split('?').next().unwrap_or_default();
        Response { method: method.clone(), path: path.to_owned(), status, headers, body: body.into() }
    }

    /// Sends raw bytes.
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
