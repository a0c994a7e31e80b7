//! Runs the service of the copied project.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

use crate::project::Project;

/// A running service that is killed on drop.
pub(crate) struct Service {
    child: Child,
    client: Client,
    /// Base URL.
    pub(crate) url: String,
}

impl Service {
    pub(crate) fn start(project: &Project, database: &str) -> Self {
        let mut program = project.program();
        program.arg("serve").env("DATABASE_URL", database).env("APP_BIND", "127.0.0.1:0").stdout(Stdio::piped());
        let mut child = program.spawn().unwrap();
        let mut banner = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        while !banner.contains("Press Ctrl-C") {
            assert!(output.read_line(&mut banner).unwrap() > 0, "it exited: {banner}");
        }
        let people = banner.split_whitespace().find_map(|word| word.strip_suffix("/people"));
        let url = people.unwrap_or_else(|| panic!("no URL in the banner: {banner}")).to_owned();
        Self { child, client: Client::new(), url }
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> (u16, Value) {
        let request = self.client.request(method, format!("{}{path}", self.url));
        let request = body.iter().fold(request, RequestBuilder::json);
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.send(Method::GET, path, None).await;
        assert_eq!(status, 200, "{body}");
        body
    }

    /// Returns the page at a path as HTML.
    pub(crate) async fn page(&self, path: &str) -> String {
        let request = self.client.get(format!("{}{path}", self.url)).header("accept", "text/html,*/*;q=0.8");
        request.send().await.unwrap().text().await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Value {
        let (status, body) = self.send(Method::POST, path, Some(body)).await;
        assert_eq!(status, 201, "{body}");
        body
    }

    /// Sends an invalid update and returns the error message.
    pub(crate) async fn rejection(&self, body: &Value, path: &str) -> String {
        let (status, body) = self.send(Method::PUT, path, Some(body)).await;
        assert_eq!(status, 400, "{body}");
        body["detail"].as_str().unwrap().to_owned()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
