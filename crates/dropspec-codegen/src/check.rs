//! Checks whether code can be generated of a document, without its text.

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::source::Source;
use dropspec_openapi::stack::with_large_stack;
use dropspec_openapi::warnings::Warnings;

use crate::rust::layout::Layout;
use crate::{client, server};

/// What is to be said about a supported document.
#[derive(Clone, Debug)]
pub struct Supported {
    /// What generated code represents less precisely than the document describes it.
    pub warnings: Warnings,
    /// Why no client can be generated, if none can.
    pub client: Result<(), Diagnostics>,
}

/// Checks a document: reports what [`server`](crate::server()) and [`client`](crate::client()) would report, in a fraction of their time.
///
/// # Errors
/// If the document is malformed or uses something that is not supported.
pub fn check(source: &Source) -> Result<Supported, Diagnostics> {
    with_large_stack(|| {
        server::generate(source, |document| {
            let warnings = server::write(document, Layout::Omitted)?.warnings;
            Ok(Supported { warnings, client: client::check(document) })
        })
    })
}
