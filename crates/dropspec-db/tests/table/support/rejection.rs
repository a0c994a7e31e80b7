//! Rejections, of outcomes that have no other error.

use dropspec_db::{Error, Rejection};

/// The rejection that the error is.
#[track_caller]
pub(crate) fn rejection(error: Error) -> Rejection {
    match error {
        Error::Rejected(rejection) => *rejection,
        error => panic!("{error:?}"),
    }
}
