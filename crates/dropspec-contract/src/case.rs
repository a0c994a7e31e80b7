//! A request that follows from the document, and what the status of its response has to be.

use std::rc::Rc;

use http::StatusCode;

use crate::model::Operation;
use crate::request::Request;

/// A request that follows from the document.
#[derive(Clone)]
pub(crate) struct Case {
    /// Changes the valid request of the operation.
    pub(crate) edit: Rc<dyn Fn(Request) -> Request>,
    pub(crate) expectation: Expectation,
}

/// What the status of a response has to be, beside being documented.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Expectation {
    /// Anything.
    Any,
    /// Not a server error: the document does not say whether the service accepts the request.
    NoServerError,
    /// A success, a redirection, or an error that depends on the state of the service: the request is valid.
    Accepted,
    /// A client error: the request is invalid, and the document does not say which status it gets.
    ClientError,
    /// This status: the request is invalid.
    Status(StatusCode),
}

impl Case {
    pub(crate) fn new(expectation: Expectation, edit: impl Fn(Request) -> Request + 'static) -> Self {
        Self { edit: Rc::new(edit), expectation }
    }

    /// The case with each media type that responses of the operation have.
    pub(crate) fn negotiated(&self, operation: &Operation) -> Vec<Self> {
        let case = |media_type: &str| {
            let (edit, media_type) = (Rc::clone(&self.edit), media_type.to_owned());
            Self::new(self.expectation, move |request| edit(request).preferring(&media_type))
        };
        operation.response_media_types().into_iter().map(case).collect()
    }
}

impl Expectation {
    /// Whether a status is as expected.
    pub(crate) fn allows(self, status: StatusCode) -> bool {
        match self {
            Self::Any => true,
            Self::NoServerError => !status.is_server_error(),
            Self::Accepted => {
                status.is_success() || status.is_redirection() || matches!(status.as_u16(), 404 | 409 | 410 | 412)
            }
            Self::ClientError => status.is_client_error(),
            Self::Status(expected) => status == expected,
        }
    }

    /// The expectation as a phrase.
    pub(crate) fn text(self) -> String {
        match self {
            Self::Any => "any status".to_owned(),
            Self::NoServerError => "no server error".to_owned(),
            Self::Accepted => "a success, as the request is valid".to_owned(),
            Self::ClientError => "a client error, as the request is invalid".to_owned(),
            Self::Status(status) => format!("{}, as the request is invalid", status.as_u16()),
        }
    }
}
