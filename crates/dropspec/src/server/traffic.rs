//! Who has requests under way: counters that the requests keep, for whoever looks after the connections.

use std::net::SocketAddr;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use dropshot::Body;
use http::Version;
use http_body::{Body as _, Frame, SizeHint};

/// One request more, and one more under way.
const ENTERED: u32 = 1 << 16 | 1;

/// Set for connections that speak HTTP/2.
const HTTP2: u32 = 1 << 15;

/// The requests under way, by the ports that they come from.
///
/// dropshot hands out no connections, so the port of the peer stands for one. Two peers may have the same; then each counts as busy
/// while the other is, which merely keeps it open for longer. A word has the number of requests so far in its upper half, which wraps
/// around, and in the lower one [`HTTP2`] and how many are under way.
pub(crate) struct Traffic {
    ports: Box<[AtomicU32]>,
    total: AtomicUsize,
}

/// What is known of the requests of a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// Whether any is under way.
    pub(crate) busy: bool,
    /// How many there were so far, modulo 65536.
    pub(crate) requests: u16,
    /// Whether they came by HTTP/2.
    pub(crate) http2: bool,
}

/// A request that is under way until this is dropped.
pub(crate) struct UnderWay<T: Deref<Target = Traffic>> {
    traffic: T,
    port: u16,
}

impl Traffic {
    pub(crate) fn new() -> Arc<Self> {
        let ports = std::iter::repeat_with(AtomicU32::default).take(usize::from(u16::MAX) + 1).collect();
        Arc::new(Self { ports, total: AtomicUsize::new(0) })
    }

    /// Counts a request.
    pub(crate) fn enter(&self, peer: SocketAddr, version: Version) -> UnderWay<&Self> {
        UnderWay::new(self, peer.port(), version)
    }

    /// How many requests are under way.
    pub(crate) fn total(&self) -> usize {
        self.total.load(Ordering::Relaxed)
    }

    pub(crate) fn look(&self, peer: SocketAddr) -> Look {
        let word = self.of(peer.port()).load(Ordering::Relaxed);
        // What is left after the shift fits.
        #[allow(clippy::cast_possible_truncation)]
        Look { busy: word & (HTTP2 - 1) > 0, requests: (word >> 16) as u16, http2: word & HTTP2 > 0 }
    }

    /// Begins anew for a peer that is gone.
    pub(crate) fn forget(&self, peer: SocketAddr) {
        self.of(peer.port()).fetch_and(HTTP2 - 1, Ordering::Relaxed);
    }

    fn of(&self, port: u16) -> &AtomicU32 {
        &self.ports[usize::from(port)]
    }
}

impl<T: Deref<Target = Traffic>> UnderWay<T> {
    fn new(traffic: T, port: u16, version: Version) -> Self {
        traffic.of(port).fetch_add(ENTERED, Ordering::Relaxed);
        if version == Version::HTTP_2 {
            traffic.of(port).fetch_or(HTTP2, Ordering::Relaxed);
        }
        traffic.total.fetch_add(1, Ordering::Relaxed);
        Self { traffic, port }
    }
}

impl UnderWay<&Traffic> {
    /// The body of the answer; the request is under way until it is sent, if it is not there as a whole.
    pub(crate) fn until_sent(self, traffic: &Arc<Traffic>, body: Body) -> Body {
        if body.size_hint().exact().is_some() {
            return body;
        }
        let under_way = UnderWay::new(Arc::clone(traffic), self.port, Version::HTTP_11);
        Body::wrap(Sending { body, _under_way: under_way })
    }
}

impl<T: Deref<Target = Traffic>> Drop for UnderWay<T> {
    fn drop(&mut self) {
        self.traffic.of(self.port).fetch_sub(1, Ordering::Relaxed);
        self.traffic.total.fetch_sub(1, Ordering::Relaxed);
    }
}

struct Sending {
    body: Body,
    _under_way: UnderWay<Arc<Traffic>>,
}

impl http_body::Body for Sending {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(port: u16) -> SocketAddr {
        ([127, 0, 0, 1], port).into()
    }

    #[test]
    fn requests_are_counted_for_their_peer() {
        let traffic = Traffic::new();
        let first = traffic.enter(peer(1), Version::HTTP_11);
        let second = traffic.enter(peer(1), Version::HTTP_11);
        drop(first);
        assert_eq!(traffic.look(peer(1)), Look { busy: true, requests: 2, http2: false });
        assert_eq!((traffic.look(peer(0)).busy, traffic.total()), (false, 1));
        traffic.forget(peer(1));
        assert_eq!(traffic.look(peer(1)), Look { busy: true, requests: 0, http2: false });
        drop(second);
        assert_eq!((traffic.look(peer(1)).busy, traffic.total()), (false, 0));
    }

    #[test]
    fn the_number_of_requests_wraps_around_alone() {
        let traffic = Traffic::new();
        let _under_way = traffic.enter(peer(65535), Version::HTTP_2);
        for _ in 0..65537 {
            drop(traffic.enter(peer(65535), Version::HTTP_2));
        }
        assert_eq!(traffic.look(peer(65535)), Look { busy: true, requests: 2, http2: true });
    }

    #[test]
    fn a_body_that_is_still_to_come_is_under_way() {
        let traffic = Traffic::new();
        let body = traffic.enter(peer(1), Version::HTTP_11).until_sent(&traffic, Body::from("whole"));
        assert_eq!(traffic.total(), 0);
        drop(body);
        let parts = futures_util::stream::iter([Ok::<_, std::io::Error>(Frame::data(Bytes::new()))]);
        let stream = Body::wrap(http_body_util::StreamBody::new(parts));
        let body = traffic.enter(peer(1), Version::HTTP_11).until_sent(&traffic, stream);
        assert_eq!(traffic.total(), 1);
        drop(body);
        assert_eq!(traffic.total(), 0);
    }
}
