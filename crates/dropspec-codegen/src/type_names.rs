//! The names of the types of unnamed schemas.

use std::collections::HashMap;

use dropspec_openapi::node::Node;
use proc_macro2::TokenStream;
use quote::quote;

/// The names of the types of unnamed schemas.
#[derive(Debug)]
pub(crate) struct TypeNames {
    /// The types by the pointer of their schema, as text, since tokens cannot be sent to other threads.
    pub(crate) unnamed: HashMap<String, String>,
}

impl TypeNames {
    /// The path to the type of a schema, from outside of the module `types`.
    pub(crate) fn path(&self, node: &Node<'_>) -> TokenStream {
        let kind = self.unnamed.get(node.pointer()).and_then(|kind| kind.parse().ok());
        kind.unwrap_or_else(|| quote!(::serde_json::Value))
    }
}
