//! The examples of a document as responses.

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::Document;
use dropspec_openapi::examples::{ExampleResponse, example_responses};
use dropspec_openapi::node::Node;
use dropspec_openapi::source::Source;
use dropspec_openapi::stack::with_large_stack;
use proc_macro2::TokenStream;
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
            let ExampleResponse { operation, statuses, name, media_type, headers, body } = response;
            let (first, last) = (statuses.start(), statuses.end());
            let (name, media_type) = (optional(name.as_deref()), optional(media_type.as_deref()));
            let headers = headers.iter().map(|(name, value)| quote!((#name, #value)));
            let body = raw(&body);
            quote! {
                ::dropspec::Mock {
                    operation: #operation,
                    statuses: #first..=#last,
                    name: #name,
                    media_type: #media_type,
                    headers: &[#(#headers),*],
                    body: #body,
                }
            }
        });
        layout::file(quote! {
            /// The responses of the document, with examples or generated values.
            pub static MOCKS: &[::dropspec::Mock] = &[#(#mocks),*];
        })
    })
}

fn optional(text: Option<&str>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}
