//! Internal errors of the libraries that generate code.

use dropspec_openapi::diagnostic::{Diagnostic, Diagnostics};

/// An error of a library, without a position in the document.
pub(crate) fn internal(message: &str) -> Diagnostics {
    Diagnostics(vec![Diagnostic {
        file: "document".into(),
        position: None,
        pointer: String::new(),
        message: message.to_owned(),
    }])
}
