//! Failures of the libraries that generate code.

use dropspec_openapi::diagnostic::{Diagnostic, Diagnostics};

/// A failure of a library that the document is to blame for in a way that cannot be pointed at.
pub(crate) fn internal(message: &str) -> Diagnostics {
    Diagnostics(vec![Diagnostic {
        file: "document".into(),
        position: None,
        pointer: String::new(),
        message: message.to_owned(),
    }])
}
