//! Validates responses against the document.

use bytes::Bytes;
use dropspec_openapi::document::MediaKind;
use dropspec_schema::Schema;
use http::{HeaderMap, Method, StatusCode};
use serde_json::Value;

use crate::model::{Header, Operation, Response, ResponseContent};

/// The documented response that a response is, or the first violation of each of its parts.
pub(crate) struct Checked<'o> {
    pub(crate) documented: Option<(&'o Response, Option<&'o ResponseContent>)>,
    pub(crate) violations: Vec<String>,
}

/// Validates a response of an operation: status, headers, media type and body.
pub(crate) fn check<'o>(operation: &'o Operation, response: &http::Response<Bytes>) -> Checked<'o> {
    let status = response.status();
    let Some(documented) = operation.response(status) else {
        return Checked { documented: None, violations: vec![format!("status {status} is not documented")] };
    };
    let mut violations: Vec<String> =
        documented.headers.iter().filter_map(|header| header_violation(header, response.headers())).collect();
    let has_body = operation.method != Method::HEAD && !is_bodyless(status);
    let content = match content_of(documented, response).and_then(|content| {
        let body = content.filter(|_| has_body).map_or(Ok(()), |content| body_violation(content, response.body()));
        body.map(|()| content)
    }) {
        Ok(content) => Ok(content),
        Err(_) if !has_body && response.body().is_empty() => Ok(None),
        Err(violation) => Err(violation),
    };
    if let Err(violation) = &content {
        violations.push(violation.clone());
    }
    Checked { documented: content.ok().map(|content| (documented, content)), violations }
}

/// Whether responses of a status have no body (RFC 9110).
fn is_bodyless(status: StatusCode) -> bool {
    matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED)
}

/// The documented media type of a response; `None` if it has no body and none is documented.
fn content_of<'o>(
    documented: &'o Response,
    response: &http::Response<Bytes>,
) -> Result<Option<&'o ResponseContent>, String> {
    let content_type = response.headers().get("content-type").map(|value| value.to_str().unwrap_or_default());
    if documented.contents.is_empty() {
        return match response.body().len() {
            0 => Ok(None),
            length => Err(format!("a body of {length} bytes, but none is documented")),
        };
    }
    let Some(content_type) = content_type else { return Err("no Content-Type, but a body is documented".to_owned()) };
    documented.contents.iter().find(|content| content.matches(content_type)).map(Some).ok_or_else(|| {
        let names: Vec<&str> = documented.contents.iter().map(|content| content.media_type.as_str()).collect();
        format!("media type {content_type} is not documented (documented: {})", names.join(", "))
    })
}

fn body_violation(content: &ResponseContent, body: &[u8]) -> Result<(), String> {
    let value = match content.kind {
        MediaKind::Json => serde_json::from_slice(body).map_err(|error| format!("the body is not JSON: {error}"))?,
        MediaKind::Text => {
            let text = std::str::from_utf8(body).map_err(|error| format!("the body is not UTF-8: {error}"))?;
            content.schema.as_ref().map_or_else(|| Value::from(text), |schema| schema.read(text))
        }
        MediaKind::Form | MediaKind::Multipart | MediaKind::Bytes => return Ok(()),
    };
    match content.schema.as_ref().and_then(|schema| violation(schema, &value)) {
        Some(violation) => Err(format!("body: {violation}")),
        None => Ok(()),
    }
}

fn header_violation(header: &Header, headers: &HeaderMap) -> Option<String> {
    let name = &header.name;
    let values: Vec<_> = headers.get_all(name).iter().collect();
    if values.is_empty() {
        return header.required.then(|| format!("header {name} is missing"));
    }
    values.into_iter().find_map(|value| {
        let Ok(text) = std::str::from_utf8(value.as_bytes()) else {
            return Some(format!("header {name} is not UTF-8"));
        };
        let value = match header_value(header, text) {
            Ok(value) => value,
            Err(error) => return Some(format!("header {name} is not JSON: {error}")),
        };
        violation(&header.schema, &value).map(|violation| format!("header {name}: {violation}"))
    })
}

/// The value of a header: JSON, or a value in the style `simple`.
fn header_value(header: &Header, text: &str) -> Result<Value, serde_json::Error> {
    if header.is_json {
        return serde_json::from_str(text);
    }
    let (view, kinds) = (header.schema.view(), header.schema.view().kinds());
    let parts = || text.split(',').map(str::trim);
    if kinds.array && !kinds.text {
        return Ok(view.read_items(parts().map(Into::into)));
    }
    if kinds.object && header.explode {
        return Ok(view.read_object(
            parts().filter_map(|part| part.split_once('=')).map(|(key, value)| (key.into(), value.into())),
        ));
    }
    if kinds.object {
        let parts: Vec<&str> = parts().collect();
        let pairs = parts.chunks_exact(2).map(|pair| (pair[0].into(), pair[1].into()));
        return Ok(view.read_object(pairs));
    }
    Ok(view.read(text.into()))
}

/// The first violation of a schema.
fn violation(schema: &Schema, value: &Value) -> Option<String> {
    match schema.violations(value) {
        Ok(violations) => violations.into_iter().next().map(|violation| violation.detail),
        Err(error) => Some(error.to_string()),
    }
}
