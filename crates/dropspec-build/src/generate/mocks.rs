//! The examples of a document as answers.

use quote::quote;

use super::layout;
use super::schemas::raw;
use crate::diagnostic::Diagnostics;
use crate::document::{Document, Node};
use crate::examples::{Answer, answers};
use crate::source::Source;
use crate::stack::with_room;

/// Generates the table of what the operations of a document answer before they are implemented: `MOCKS`.
///
/// # Errors
/// When the document is malformed or has what cannot be represented.
pub fn mocks(source: &Source) -> Result<String, Diagnostics> {
    with_room(|| {
        let document = Document::read(source)?;
        let mocks = answers(&document, &Node::root(source))?.into_iter().map(|answer| {
            let Answer { operation, status, media_type, headers, body } = answer;
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
            /// The examples of the document as answers.
            pub static MOCKS: &[::dropspec::Mock] = &[#(#mocks),*];
        })
    })
}
