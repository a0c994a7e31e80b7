//! The libraries that generated code depends on.

/// The library that generated code depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Library {
    /// `dropspec`, of a service.
    Server,
    /// `dropspec-client`.
    Client,
}

impl Library {
    /// The path to its type of bytes.
    pub(crate) fn bytes(self) -> &'static str {
        match self {
            Self::Server => "::dropspec::Binary",
            Self::Client => "::dropspec_client::Binary",
        }
    }
}
