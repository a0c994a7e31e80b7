//! A file of the docs page: compressed inside the program, and given out in the form that the client takes.

use std::io::Read;
use std::sync::OnceLock;

use bytes::Bytes;
use flate2::read::GzDecoder;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, ETAG, IF_NONE_MATCH, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, StatusCode};

use super::accept::weight;
use super::with_headers;
use crate::fault::Fault;
use crate::reply::Reply;

/// One file.
pub(super) struct File {
    content_type: &'static str,
    gzip: &'static [u8],
    plain: OnceLock<Bytes>,
}

/// The [`File`] that the build has compressed under a name.
macro_rules! embedded {
    ($name:literal, $content_type:literal) => {
        File::new($content_type, include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".gz")))
    };
}

impl File {
    pub(super) const fn new(content_type: &'static str, gzip: &'static [u8]) -> Self {
        Self { content_type, gzip, plain: OnceLock::new() }
    }

    /// The file, or 304 for a client that has it.
    ///
    /// # Errors
    /// When it cannot be decompressed.
    pub(super) fn answer(&self, headers: &HeaderMap) -> Result<Reply, Fault> {
        let compressed = weight(headers, &ACCEPT_ENCODING, "gzip").is_some_and(|weight| weight > 0.0);
        let tag = self.tag(compressed);
        let mut reply = if is_known(headers, &tag) {
            Reply::empty(StatusCode::NOT_MODIFIED)
        } else if compressed {
            let reply = Reply::bytes(StatusCode::OK, self.content_type, self.gzip);
            with_headers(reply, &[(CONTENT_ENCODING, "gzip")])
        } else {
            Reply::bytes(StatusCode::OK, self.content_type, self.plain()?)
        };
        reply.headers.insert(ETAG, HeaderValue::try_from(tag).map_err(http::Error::from)?);
        // Kept, and asked about: it may be another one after the next deployment.
        Ok(with_headers(
            reply,
            &[(CACHE_CONTROL, "no-cache"), (VARY, "accept-encoding"), (X_CONTENT_TYPE_OPTIONS, "nosniff")],
        ))
    }

    /// The strong entity tag of a form: the checksum and the length with which every gzip stream ends (RFC 1952,
    /// section 2.3.1).
    fn tag(&self, compressed: bool) -> String {
        let trailer = self.gzip.last_chunk::<8>().copied().unwrap_or_default();
        format!("\"{:016x}{}\"", u64::from_le_bytes(trailer), if compressed { "-gzip" } else { "" })
    }

    fn plain(&self) -> Result<Bytes, Fault> {
        if let Some(plain) = self.plain.get() {
            return Ok(plain.clone());
        }
        let mut plain = Vec::new();
        GzDecoder::new(self.gzip).read_to_end(&mut plain).map_err(|error| error.to_string())?;
        Ok(self.plain.get_or_init(|| plain.into()).clone())
    }
}

/// Whether the client has what the tag stands for (RFC 9110, section 13.1.2).
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let values = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut known = values.flat_map(|value| value.split(',')).map(str::trim);
    known.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}
