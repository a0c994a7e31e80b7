//! The bytes of request bodies.

use bytes::Bytes;
use dropspec_openapi::document::MediaKind;
use dropspec_wire::style::{pairs, scalar};
use dropspec_wire::{Explode, Serialization, Style};
use serde_json::Value;

use crate::model::RequestContent;

const BOUNDARY: &str = "boundary-of-the-parts";

/// A request body.
#[derive(Clone, Debug)]
pub(crate) struct EncodedBody {
    pub(crate) content_type: String,
    pub(crate) bytes: Bytes,
}

/// Encodes a value as a media type of a request body.
pub(crate) fn encode(content: &RequestContent, value: &Value) -> EncodedBody {
    let content_type = content.media_type.clone();
    match content.kind {
        MediaKind::Json => EncodedBody { content_type, bytes: value.to_string().into() },
        MediaKind::Form => EncodedBody { content_type, bytes: form(content, value).into() },
        MediaKind::Multipart => {
            let content_type = format!("{content_type}; boundary={BOUNDARY}");
            EncodedBody { content_type, bytes: multipart(content, value).into() }
        }
        MediaKind::Text | MediaKind::Bytes => EncodedBody { content_type, bytes: scalar(value).into() },
    }
}

fn form(content: &RequestContent, value: &Value) -> String {
    let field = |(name, value): (&String, &Value)| {
        let declared = content.fields.iter().find(|field| field.name == *name).and_then(|field| field.serialization);
        let serialization = declared.unwrap_or(match value {
            Value::Array(_) => Serialization::Array(Style::Form, Explode::Yes),
            Value::Object(_) => Serialization::Json,
            _ => Serialization::Plain(Style::Form),
        });
        pairs(name, serialization, value)
    };
    let pairs = value.as_object().into_iter().flatten().flat_map(field);
    pairs.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn multipart(content: &RequestContent, value: &Value) -> String {
    let mut parts = String::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let declared = content.fields.iter().find(|field| field.name == *name);
        let content_type = declared.and_then(|field| field.content_type.as_deref());
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for value in values {
            let content_type = content_type.or(value.is_object().then_some("application/json"));
            let content_type = content_type.map(|name| format!("Content-Type: {name}\r\n")).unwrap_or_default();
            let head = format!("Content-Disposition: form-data; name=\"{name}\"\r\n{content_type}");
            parts += &format!("--{BOUNDARY}\r\n{head}\r\n{}\r\n", scalar(value));
        }
    }
    parts + &format!("--{BOUNDARY}--\r\n")
}
