//! A received response, with assertions that apply to every response.

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

/// A response with its complete body.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Response {
    pub(crate) async fn read(method: Method, response: reqwest::Response) -> Self {
        Self {
            method,
            path: response.url().path().to_owned(),
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await.unwrap(),
        }
    }

    /// Returns the value of a header, which must occur exactly once.
    #[track_caller]
    pub(crate) fn header(&self, name: &str) -> &str {
        let values: Vec<_> = self.headers.get_all(name).iter().collect();
        assert_eq!(values.len(), 1, "{name} occurs once in {:?}", self.headers);
        values[0].to_str().unwrap()
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// Returns the JSON body and asserts the status.
    #[track_caller]
    pub(crate) fn json(&self, status: u16) -> Value {
        self.has("application/json", status)
    }

    /// Returns the problem details after checking the properties that all problems have.
    #[track_caller]
    pub(crate) fn problem(&self, status: u16) -> Value {
        let problem = self.has("application/problem+json", status);
        assert_eq!(problem["type"], "about:blank");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["instance"], self.path);
        assert_eq!(problem["request_id"], self.header("x-request-id"));
        if let Some(first) = problem["errors"].get(0) {
            assert_eq!(problem["detail"], first["detail"], "the first violation is the detail");
        }
        problem
    }

    /// Returns the violations of a 400; see [`pointer`] and [`parameter`].
    #[track_caller]
    pub(crate) fn violations(&self) -> Vec<Value> {
        let problem = self.problem(400);
        problem["errors"].as_array().cloned().unwrap_or_default()
    }

    #[track_caller]
    fn has(&self, content_type: &str, status: u16) -> Value {
        let Self { method, path, .. } = self;
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, status, "{method} {path}: {text}");
        assert_eq!(self.header("content-type"), content_type, "{method} {path}: {text}");
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// Builds a violation in the body.
pub(crate) fn pointer(pointer: &str, detail: &str) -> Value {
    json!({ "pointer": pointer, "detail": detail })
}

/// Builds a violation in the path or the query.
pub(crate) fn parameter(parameter: &str, detail: &str) -> Value {
    json!({ "parameter": parameter, "detail": detail })
}
