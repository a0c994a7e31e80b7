//! Statuses of a response that the document describes for a whole class of them.

use http::StatusCode;

/// A status from `CLASS * 100` to `CLASS * 100 + 99`, as `4XX` describes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusOf<const CLASS: u16>(StatusCode);

/// A status is not of the class that the document describes.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the status {status} is not one of {class}XX")]
pub struct OtherClass {
    status: StatusCode,
    class: u16,
}

impl<const CLASS: u16> TryFrom<StatusCode> for StatusOf<CLASS> {
    type Error = OtherClass;

    fn try_from(status: StatusCode) -> Result<Self, OtherClass> {
        if status.as_u16() / 100 == CLASS { Ok(Self(status)) } else { Err(OtherClass { status, class: CLASS }) }
    }
}

impl<const CLASS: u16> From<StatusOf<CLASS>> for StatusCode {
    fn from(status: StatusOf<CLASS>) -> Self {
        status.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_has_its_class() {
        assert_eq!(StatusCode::from(StatusOf::<4>::try_from(StatusCode::CONFLICT).unwrap()), StatusCode::CONFLICT);
        let error = StatusOf::<4>::try_from(StatusCode::OK).unwrap_err();
        assert_eq!(error.to_string(), "the status 200 OK is not one of 4XX");
    }
}
