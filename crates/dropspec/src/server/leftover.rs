//! What a client still sends when its request has been answered already.
//!
//! A connection that is closed with bytes unread is reset, and the reset overtakes the answer. So the rest of a body
//! is read and thrown away, within limits, while the answer is on its way.

use std::time::Duration;

use http_body::Body as _;
use http_body_util::BodyExt;

use super::incoming::Incoming;

/// How much is thrown away before the connection is given up, in bytes.
const MOST: usize = 16 * 1024 * 1024;

/// How long it may take.
const LONGEST: Duration = Duration::from_secs(5);

/// Reads what is left of a body in the background.
pub(crate) fn discard(body: Incoming) {
    if body.is_end_stream() {
        return;
    }
    tokio::spawn(tokio::time::timeout(LONGEST, read(body)));
}

/// Reads what is left of a body, if it is there still.
pub(crate) fn discard_some(body: Option<Incoming>) {
    if let Some(body) = body {
        discard(body);
    }
}

async fn read(mut body: Incoming) {
    let mut left = MOST;
    while let Some(Ok(frame)) = body.frame().await {
        let length = frame.data_ref().map_or(0, bytes::Bytes::len);
        match left.checked_sub(length) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}
