//! Calls without credentials.

use crate::config::FromVariable;

/// What becomes of a call without credentials, where the document has that as one alternative of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anonymous {
    /// It passes, as the document says.
    #[default]
    Passes,
    /// It is refused with 401: a service may be stricter in one place than in another.
    Refused,
}

/// Whether credentials are required.
impl FromVariable for Anonymous {
    const EXPECTED: &str = "optional or required";

    fn from_variable(text: &str) -> Option<Self> {
        match text {
            "optional" => Some(Self::Passes),
            "required" => Some(Self::Refused),
            _ => None,
        }
    }
}
