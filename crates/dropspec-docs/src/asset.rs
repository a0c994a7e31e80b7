//! Assets of the docs page: embedded compressed, and sent in the content coding that the client accepts.

use std::io::{self, Read};
use std::sync::OnceLock;

use bytes::Bytes;
use dropspec_http::{Error, Response};
use flate2::read::GzDecoder;
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, ETAG, IF_NONE_MATCH, VARY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::accept_encoding::accepts_gzip;
use crate::headers::with_headers;

/// An embedded file.
#[derive(Debug)]
pub(crate) struct Asset {
    content_type: &'static str,
    gzip: &'static [u8],
    plain: OnceLock<Bytes>,
}

impl Asset {
    pub(crate) const fn new(content_type: &'static str, gzip: &'static [u8]) -> Self {
        Self { content_type, gzip, plain: OnceLock::new() }
    }

    /// The response with the file, or 304 if the client has it already.
    ///
    /// # Errors
    /// If the file cannot be decompressed.
    pub(crate) fn response(&self, headers: &HeaderMap) -> Result<Response, Error> {
        let compressed = accepts_gzip(headers);
        let tag = self.etag(compressed);
        let mut response = if is_cached(headers, &tag) {
            Response::empty(StatusCode::NOT_MODIFIED)
        } else if compressed {
            let response = Response::bytes(StatusCode::OK, self.content_type, self.gzip);
            with_headers(response, &[(CONTENT_ENCODING, "gzip")])
        } else {
            Response::bytes(StatusCode::OK, self.content_type, self.plain()?)
        };
        response.headers.insert(ETAG, HeaderValue::try_from(tag).map_err(http::Error::from)?);
        // Clients keep the file and revalidate it: the next deployment may change it.
        Ok(with_headers(
            response,
            &[(CACHE_CONTROL, "no-cache"), (VARY, "accept-encoding"), (X_CONTENT_TYPE_OPTIONS, "nosniff")],
        ))
    }

    /// The strong entity tag of a representation, from the checksum and length at the end of every gzip stream (RFC 1952, section 2.3.1).
    fn etag(&self, compressed: bool) -> String {
        let trailer = self.gzip.last_chunk::<8>().copied().unwrap_or_default();
        format!("\"{:016x}{}\"", u64::from_le_bytes(trailer), if compressed { "-gzip" } else { "" })
    }

    fn plain(&self) -> Result<Bytes, Error> {
        if let Some(plain) = self.plain.get() {
            return Ok(plain.clone());
        }
        let mut plain = Vec::new();
        GzDecoder::new(self.gzip).read_to_end(&mut plain).map_err(|error: io::Error| Error::Internal(error.into()))?;
        Ok(self.plain.get_or_init(|| plain.into()).clone())
    }
}

/// Whether `If-None-Match` has the tag, compared weakly (RFC 9110, section 13.1.2).
fn is_cached(headers: &HeaderMap, tag: &str) -> bool {
    let values = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = values.flat_map(|value| value.split(',')).map(str::trim);
    tags.any(|other| other == "*" || other.strip_prefix("W/").unwrap_or(other) == tag)
}
