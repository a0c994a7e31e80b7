//! Answers: to standard output when they are good, as a complaint when they are not.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};

use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use serde_json::Value;

use crate::CallError;

/// Writes an answer to standard output, or gives it as an error.
pub(crate) async fn show(mut response: Response) -> Result<(), CallError> {
    let status = response.status();
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_json = kind == "application/json" || kind.ends_with("+json");
    if !status.is_success() {
        let body = response.bytes().await.map_err(broken)?;
        let problem = serde_json::from_slice(&body).unwrap_or_default();
        return Err(CallError::Refused(words(&status.to_string(), &problem)));
    }
    let mut out = io::stdout().lock();
    if !is_json {
        // As it comes: it may be long.
        while let Some(chunk) = response.chunk().await.map_err(broken)? {
            written(out.write_all(&chunk))?;
        }
        return written(out.flush());
    }
    let body = response.bytes().await.map_err(broken)?;
    // For programs as it is, with all its digits.
    if !io::stdout().is_terminal() {
        return written(out.write_all(&body).and_then(|()| writeln!(out)));
    }
    let value: Value =
        serde_json::from_slice(&body).map_err(|error| CallError::Broken(format!("the answer is not JSON: {error}")))?;
    written(writeln!(out, "{value:#}"))
}

fn broken(error: reqwest::Error) -> CallError {
    CallError::Broken(format!("the answer breaks off: {error}"))
}

fn written(outcome: io::Result<()>) -> Result<(), CallError> {
    match outcome {
        // Whoever reads the output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(CallError::Broken(format!("cannot write: {error}"))),
        Ok(()) => Ok(()),
    }
}

/// A problem (RFC 9457) as people read it: what it is, then every violation on a line.
fn words(status: &str, problem: &Value) -> String {
    let errors = problem["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut text = status.to_owned();
    if let (Some(detail), true) = (problem["detail"].as_str(), errors.is_empty()) {
        // Writing to a string does not fail.
        let _ = write!(text, ": {detail}");
    }
    for error in errors {
        let detail = error["detail"].as_str().unwrap_or_default();
        let place = match (error["parameter"].as_str(), error["pointer"].as_str()) {
            (Some(parameter), _) => parameter,
            (None, Some(pointer)) if !pointer.is_empty() => pointer,
            _ => "the body",
        };
        let _ = write!(text, "\n  {place}: {detail}");
    }
    if let Some(id) = problem["request_id"].as_str() {
        let _ = write!(text, "\n  request {id}");
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::words;

    #[test]
    fn a_problem_is_told_in_lines() {
        assert_eq!(words("404 Not Found", &json!({ "detail": "nobody" })), "404 Not Found: nobody");
        assert_eq!(words("502 Bad Gateway", &Value::Null), "502 Bad Gateway");
        let errors = json!([
            { "pointer": "/age", "detail": "too low" },
            { "parameter": "limit", "detail": "too high" },
            { "pointer": "", "detail": "empty" },
        ]);
        let problem = json!({ "detail": "too low", "errors": errors, "request_id": "r" });
        let lines = "400 Bad Request\n  /age: too low\n  limit: too high\n  the body: empty\n  request r";
        assert_eq!(words("400 Bad Request", &problem), lines);
    }
}
