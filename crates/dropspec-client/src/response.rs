//! Prints responses: successful ones to standard output, others as errors.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use serde_json::Value;

use crate::error::Error;

/// Prints a successful response; returns any other as an error.
pub(crate) async fn print(mut response: Response) -> Result<(), Error> {
    let status = response.status();
    let media_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_json = media_type == "application/json" || media_type.ends_with("+json");
    if !status.is_success() {
        let body = response.bytes().await.map_err(Error::Read)?;
        let problem = serde_json::from_slice(&body).unwrap_or_default();
        return Err(Error::Response(describe(&status.to_string(), &problem)));
    }
    let mut out = io::stdout().lock();
    if !is_json {
        // Stream the body, which may be large.
        while let Some(chunk) = response.chunk().await.map_err(Error::Read)? {
            check(out.write_all(&chunk))?;
        }
        return check(out.flush());
    }
    let body = response.bytes().await.map_err(Error::Read)?;
    // Programs get the body unchanged; terminals get it formatted.
    if !io::stdout().is_terminal() {
        return check(out.write_all(&body).and_then(|()| writeln!(out)));
    }
    let value: Value = serde_json::from_slice(&body).map_err(Error::InvalidJson)?;
    check(writeln!(out, "{value:#}"))
}

/// Ignores that the reader of the output closed the pipe.
fn check(result: io::Result<()>) -> Result<(), Error> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(Error::Output),
    }
}

/// Describes a problem document (RFC 9457): the status and detail, or a line per violation.
fn describe(status: &str, problem: &Value) -> String {
    let errors = problem["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut text = status.to_owned();
    if let (Some(detail), true) = (problem["detail"].as_str(), errors.is_empty()) {
        // Writing to a string does not fail.
        let _ = write!(text, ": {detail}");
    }
    for error in errors {
        let detail = error["detail"].as_str().unwrap_or_default();
        let source = match (error["parameter"].as_str(), error["pointer"].as_str()) {
            (Some(parameter), _) => parameter,
            (None, Some(pointer)) if !pointer.is_empty() => pointer,
            _ => "the body",
        };
        let _ = write!(text, "\n  {source}: {detail}");
    }
    if let Some(id) = problem["request_id"].as_str() {
        let _ = write!(text, "\n  request {id}");
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::describe;

    #[test]
    fn describes_problems_with_a_line_per_violation() {
        assert_eq!(describe("404 Not Found", &json!({ "detail": "nobody" })), "404 Not Found: nobody");
        assert_eq!(describe("502 Bad Gateway", &Value::Null), "502 Bad Gateway");
        let errors = json!([
            { "pointer": "/age", "detail": "too low" },
            { "parameter": "limit", "detail": "too high" },
            { "pointer": "", "detail": "empty" },
        ]);
        let problem = json!({ "detail": "too low", "errors": errors, "request_id": "r" });
        let lines = "400 Bad Request\n  /age: too low\n  limit: too high\n  the body: empty\n  request r";
        assert_eq!(describe("400 Bad Request", &problem), lines);
    }
}
