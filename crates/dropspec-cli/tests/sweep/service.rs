//! Starts a service and calls it.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use reqwest::Client;
use reqwest::header::CONTENT_TYPE;

use crate::batch::{PROGRAM, SERVICE};
use crate::calls::Call;
use crate::process::program;

/// A running service.
struct Service {
    child: Child,
    url: String,
}

/// Starts the service of a module and calls it. Returns what was wrong.
pub(crate) async fn call(module: &str, calls: &[Call]) -> Vec<String> {
    let service = match Service::start(module) {
        Ok(service) => service,
        Err(message) => return vec![format!("does not start: {message}")],
    };
    let client = Client::new();
    let mut findings = Vec::new();
    for call in calls {
        let (status, body) = service.send(&client, call).await;
        if !call.expected.allows(status) {
            findings.push(format!(
                "{} {}: {status} instead of {:?}: {body}\n{call:?}",
                call.method, call.target, call.expected
            ));
        }
    }
    findings
}

impl Service {
    /// Starts the program on a free port, which it prints.
    fn start(module: &str) -> Result<Self, String> {
        let mut child = Command::new(program(PROGRAM))
            .args(["serve", "--bind", "127.0.0.1:0"])
            .env(SERVICE, module)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut greeting = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut greeting).unwrap();
        let mut log = child.stderr.take().unwrap();
        if let Some(address) = greeting.split('/').nth(2) {
            // A full pipe would stop the service.
            std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
            return Ok(Self { url: format!("http://{}", address.trim()), child });
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let mut message = String::new();
        log.read_to_string(&mut message).unwrap();
        Err(message)
    }

    /// The status and the body of the response.
    async fn send(&self, client: &Client, call: &Call) -> (u16, String) {
        let url = format!("{}{}", self.url, call.target);
        let mut request = client.request(call.method.parse().unwrap(), url);
        for (name, value) in &call.headers {
            request = request.header(name, value);
        }
        if let Some((media_type, body)) = &call.body {
            request = request.header(CONTENT_TYPE, media_type).body(body.clone());
        }
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
