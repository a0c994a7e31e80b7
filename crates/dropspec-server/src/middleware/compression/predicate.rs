//! Which responses are compressed.

use dropspec_http::MediaType;
use http::Response;
use http::header::CONTENT_TYPE;
use http_body::Body;
use tower_http::compression::Predicate;

/// The size from which a body is compressed, in bytes: smaller ones fit into a packet anyway.
const MIN_SIZE: u64 = 256;

/// Media types beside `text/*` and those built on JSON, XML and YAML. All others count as compressed already.
const OTHERS: [&str; 5] =
    ["application/javascript", "application/jsonl", "application/x-ndjson", "application/xml", "application/yaml"];

/// Events have to arrive one by one, and a compressor waits for more.
const EVENT_STREAM: &str = "text/event-stream";

/// Responses with a body of text that is not tiny.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compressible;

impl Predicate for Compressible {
    fn should_compress<B: Body>(&self, response: &Response<B>) -> bool {
        let is_tiny = response.body().size_hint().exact().is_some_and(|size| size < MIN_SIZE);
        let media_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        !is_tiny && media_type.is_some_and(is_text)
    }
}

fn is_text(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let is_json = || MediaType::parse(essence).is_some_and(|media_type| media_type.is_json());
    let is_listed = || OTHERS.contains(&essence) || essence.ends_with("+xml") || essence.ends_with("+yaml");
    essence != EVENT_STREAM && (essence.starts_with("text/") || is_json() || is_listed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_compressed_and_events_and_images_are_not() {
        for text in [
            "text/html; charset=utf-8",
            "text/csv",
            "application/json",
            "application/problem+json",
            "application/x-ndjson",
            "image/svg+xml",
        ] {
            assert!(is_text(text), "{text}");
        }
        for other in
            ["text/event-stream", "image/png", "application/octet-stream", "application/zip", "application/gzip", ""]
        {
            assert!(!is_text(other), "{other}");
        }
    }
}
