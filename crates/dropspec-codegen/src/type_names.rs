//! The names of the types of unnamed schemas.

use std::collections::HashMap;

use dropspec_openapi::node::Node;
use proc_macro2::TokenStream;
use quote::quote;

/// What the types are named.
#[derive(Debug)]
pub(crate) struct TypeNames {
    /// The types of schemas without a name, by the pointer of the schema. Tokens stay on their thread.
    pub(crate) unnamed: HashMap<String, String>,
}

impl TypeNames {
    /// The type of a schema, as seen from outside of the module `types`.
    pub(crate) fn path(&self, node: &Node<'_>) -> TokenStream {
        let kind = self.unnamed.get(node.pointer()).and_then(|kind| kind.parse().ok());
        kind.unwrap_or_else(|| quote!(::serde_json::Value))
    }
}
