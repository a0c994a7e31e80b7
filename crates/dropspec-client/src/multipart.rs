//! Bodies of `multipart/form-data` (RFC 7578).

use std::hash::{BuildHasher, Hasher, RandomState};

use dropspec_wire::Binary;
use dropspec_wire::style::scalar;
use serde::Serialize;
use serde_json::Value;

use crate::error::RequestError;
use crate::form::{Field, properties};

/// The body and its boundary. An array has a part for each of its items, and an object is JSON.
pub(crate) fn write(fields: &'static [Field], body: &impl Serialize) -> Result<(String, Vec<u8>), RequestError> {
    let random = || RandomState::new().build_hasher().finish();
    let boundary = format!("{:016x}{:016x}", random(), random());
    let mut out = Vec::new();
    for (name, value) in properties(body)? {
        let field = Field::named(fields, &name);
        let as_json = field.is_some_and(|field| field.serialization.is_some());
        match value {
            Value::Array(items) if !as_json => {
                items.iter().for_each(|item| part(&mut out, &boundary, &name, field, item));
            }
            value => part(&mut out, &boundary, &name, field, &value),
        }
    }
    out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok((boundary, out))
}

fn part(out: &mut Vec<u8>, boundary: &str, name: &str, field: Option<&Field>, value: &Value) {
    let as_json = value.is_object() || field.is_some_and(|field| field.serialization.is_some());
    let bytes = value.as_str().filter(|_| field.is_some_and(|field| field.is_binary)).and_then(Binary::from_characters);
    let name = quoted(name);
    out.extend_from_slice(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"").as_bytes());
    if bytes.is_some() {
        // Many services take a part for a file only if it has a file name.
        out.extend_from_slice(format!("; filename=\"{name}\"").as_bytes());
    }
    let default = match (as_json, &bytes) {
        (true, _) => Some("application/json"),
        (false, Some(_)) => Some("application/octet-stream"),
        (false, None) => None,
    };
    if let Some(media_type) = field.and_then(|field| field.media_type).or(default) {
        out.extend_from_slice(format!("\r\nContent-Type: {media_type}").as_bytes());
    }
    out.extend_from_slice(b"\r\n\r\n");
    match bytes {
        Some(Binary(bytes)) => out.extend_from_slice(&bytes),
        None if as_json => out.extend_from_slice(value.to_string().as_bytes()),
        None => out.extend_from_slice(scalar(value).as_bytes()),
    }
    out.extend_from_slice(b"\r\n");
}

/// The name in a quoted string, escaped as browsers do.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
