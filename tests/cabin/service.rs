//! The program of the copy as a service.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;

use crate::project::Project;

/// A running service; it does not outlive its test.
pub(crate) struct Service {
    child: Child,
    client: Client,
    /// The beginning of every URL.
    pub(crate) url: String,
}

impl Service {
    pub(crate) fn start(project: &Project, database: &str) -> Self {
        let mut program = project.program();
        program.arg("serve").env("DATABASE_URL", database).env("APP_BIND", "127.0.0.1:0").stdout(Stdio::piped());
        let mut child = program.spawn().unwrap();
        let mut greeting = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        while !greeting.contains("Press Ctrl-C") {
            assert!(output.read_line(&mut greeting).unwrap() > 0, "it ended: {greeting}");
        }
        let people = greeting.split_whitespace().find_map(|word| word.strip_suffix("/people"));
        let url = people.unwrap_or_else(|| panic!("it says where the people are: {greeting}")).to_owned();
        Self { child, client: Client::new(), url }
    }

    async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> (u16, Value) {
        let request = self.client.request(method, format!("{}{path}", self.url));
        let request = body.iter().fold(request, RequestBuilder::json);
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask(Method::GET, path, None).await;
        assert_eq!(status, 200, "{body}");
        body
    }

    /// The page at a path, as a browser gets it.
    pub(crate) async fn page(&self, path: &str) -> String {
        let request = self.client.get(format!("{}{path}", self.url)).header("accept", "text/html,*/*;q=0.8");
        request.send().await.unwrap().text().await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Value {
        let (status, body) = self.ask(Method::POST, path, Some(body)).await;
        assert_eq!(status, 201, "{body}");
        body
    }

    /// Why a change is refused.
    pub(crate) async fn refuses(&self, body: &Value, path: &str) -> String {
        let (status, body) = self.ask(Method::PUT, path, Some(body)).await;
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
