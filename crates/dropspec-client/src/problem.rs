//! Problem documents (RFC 9457).

use std::fmt::Write as _;

use serde_json::Value;

/// Describes a problem document (RFC 9457): the status and detail, or a line per violation.
pub(crate) fn describe(status: &str, problem: &Value) -> String {
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
