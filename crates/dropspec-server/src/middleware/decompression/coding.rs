//! The content codings of request bodies.

use std::io;

use async_compression::tokio::bufread::{BrotliDecoder, GzipDecoder, ZstdDecoder};
use dropspec_http::Body;
use futures_util::TryStreamExt;
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};
use tokio::io::AsyncRead;
use tokio_util::io::{ReaderStream, StreamReader};

/// A content coding (RFC 9110, section 8.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Gzip,
    Brotli,
    Zstd,
}

impl Coding {
    /// The codings, for `Accept-Encoding`.
    pub(super) const SUPPORTED: &str = "gzip, br, zstd";

    /// The coding of a name in lower case.
    pub(super) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "gzip" | "x-gzip" => Self::Gzip,
            "br" => Self::Brotli,
            "zstd" => Self::Zstd,
            _ => return None,
        })
    }

    /// The decoded body.
    pub(super) fn decode(self, body: Body) -> Body {
        let encoded = StreamReader::new(body.into_data_stream().map_err(io::Error::other));
        match self {
            Self::Gzip => {
                let mut decoder = GzipDecoder::new(encoded);
                // A gzip file may consist of several members (RFC 1952, section 2.2).
                decoder.multiple_members(true);
                stream(decoder)
            }
            Self::Brotli => stream(BrotliDecoder::new(encoded)),
            Self::Zstd => stream(ZstdDecoder::new(encoded)),
        }
    }
}

fn stream(decoder: impl AsyncRead + Send + Sync + 'static) -> Body {
    Body::new(StreamBody::new(ReaderStream::new(decoder).map_ok(Frame::data)))
}
