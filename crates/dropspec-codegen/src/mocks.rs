//! The examples of a document as responses.

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::Document;
use dropspec_openapi::examples::{ExampleResponse, example_responses};
use dropspec_openapi::node::Node;
use dropspec_openapi::source::Source;
use dropspec_openapi::stack::with_large_stack;
use quote::quote;

use crate::rust::layout;
use crate::rust::literal::raw;

/// Generates the table of responses of operations that are not implemented yet: `MOCKS`.
///
/// # Errors
/// If the document is malformed or uses something that is not supported.
pub fn mocks(source: &Source) -> Result<String, Diagnostics> {
    with_large_stack(|| {
        let document = Document::read(source)?;
        let mocks = example_responses(&document, &Node::root(source))?.into_iter().map(|response| {
            let ExampleResponse { operation, status, media_type, headers, body } = response;
            let headers = headers.iter().map(|(name, value)| quote!((#name, #value)));
            let body = raw(&body);
            quote! {
                ::dropspec::Mock {
                    operation: #operation,
                    status: #status,
                    media_type: #media_type,
                    headers: &[#(#headers),*],
                    body: #body,
                }
            }
        });
        layout::file(quote! {
            /// The examples of the document as responses.
            pub static MOCKS: &[::dropspec::Mock] = &[#(#mocks),*];
        })
    })
}
