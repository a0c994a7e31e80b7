//! No content codings: the feature `compression` is off.

use dropspec_http::Body;

/// No content coding.
#[derive(Clone, Copy, Debug)]
pub(super) enum Coding {}

impl Coding {
    /// The codings, for `Accept-Encoding`.
    pub(super) const SUPPORTED: &str = "identity";

    /// There is none.
    pub(super) fn parse(_: &str) -> Option<Self> {
        None
    }

    /// The decoded body.
    pub(super) fn decode(self, _: Body) -> Body {
        match self {}
    }
}
