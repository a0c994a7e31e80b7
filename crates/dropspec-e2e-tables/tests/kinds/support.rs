//! Starts the service on a new database, and sends requests to it.

use dropspec::db::Database;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

#[macro_use]
#[path = "../support/mod.rs"]
pub(crate) mod common;
#[macro_use]
#[path = "../support/service.rs"]
mod service;

pub(crate) use common::Backend;

service!(kinds);

/// The running service, and its database.
pub(crate) struct Kinds(common::Running<Service>, pub(crate) Database);

impl Kinds {
    pub(crate) async fn start(backend: Backend) -> Self {
        let (running, database) = start_with_database(backend).await;
        Self(running, database)
    }

    /// Sends a request; returns the status and the JSON body of the response.
    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        self.0.call(method, path, body).await
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        self.0.get(path).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        self.0.post(path, body).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Value {
        let (status, row) = self.call(Method::PUT, path, Some(body)).await;
        assert_eq!(status, 200, "{row}");
        row
    }

    pub(crate) async fn patch(&self, path: &str, changes: Value) -> Value {
        let (status, row) = self.merge(path, changes).await;
        assert_eq!(status, 200, "{row}");
        row
    }

    /// Sends a merge patch.
    pub(crate) async fn merge(&self, path: &str, changes: Value) -> (u16, Value) {
        let request = self.0.request(Method::PATCH, path).header("Content-Type", "application/merge-patch+json");
        send(request.body(changes.to_string())).await
    }

    /// Submits a form.
    pub(crate) async fn submit(&self, path: &str, fields: &str) -> (u16, Value) {
        let request = self.0.request(Method::POST, path).header("Content-Type", "application/x-www-form-urlencoded");
        send(request.body(fields.to_owned())).await
    }

    /// Imports a CSV file.
    pub(crate) async fn import(&self, path: &str, csv: &str) -> (u16, Value) {
        let request = self.0.request(Method::POST, path).header("Content-Type", "text/csv");
        send(request.body(csv.to_owned())).await
    }

    /// A list as a CSV file.
    pub(crate) async fn csv(&self, path: &str) -> String {
        let response = self.0.request(Method::GET, path).header("Accept", "text/csv").send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200);
        response.text().await.unwrap()
    }

    /// The names of all rows of a list, fetched page by page.
    pub(crate) async fn pages(&self, path: &str) -> Vec<String> {
        let (mut names, mut next) = (Vec::new(), Some(path.to_owned()));
        while let Some(path) = next {
            let response = self.0.request(Method::GET, &path).send().await.unwrap();
            assert_eq!(response.status().as_u16(), 200, "{path}");
            let links = response.headers().get("Link").map_or("", |links| links.to_str().unwrap()).to_owned();
            let rows: Value = response.json().await.unwrap();
            names.extend(rows.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()));
            let target = links.split(", ").find_map(|link| link.strip_suffix(">; rel=\"next\"")?.strip_prefix('<'));
            next = target.map(|target| format!("/samples{}", &target[target.find('?').unwrap()..]));
        }
        names
    }
}

async fn send(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}
