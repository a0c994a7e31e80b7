//! Drains request bodies that are not read to their end.
//!
//! A connection that is closed with bytes unread is reset, and the reset overtakes the response. So the rest of a body is read and
//! discarded, within limits, while the response is sent.

use std::time::Duration;

use http_body::Body as _;
use http_body_util::BodyExt;

use crate::body::Body;

/// The most that is drained, in bytes.
const MAX_DRAINED: usize = 16 * 1024 * 1024;

/// The longest that draining may take.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(5);

/// Drains a body in the background. Middleware that ends a request itself calls it with the body of the request.
pub fn drain(body: Body) {
    if body.is_end_stream() {
        return;
    }
    // Outside of a runtime there is no connection either.
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        runtime.spawn(tokio::time::timeout(DRAIN_TIMEOUT, read(body)));
    }
}

async fn read(mut body: Body) {
    let mut left = MAX_DRAINED;
    while let Some(Ok(frame)) = body.frame().await {
        let length = frame.data_ref().map_or(0, bytes::Bytes::len);
        match left.checked_sub(length) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}
