//! Writes handlers, and collects what they need beside themselves.

use dropspec_openapi::document::Document;
use proc_macro2::{Ident, TokenStream};

use crate::authentication::Authentication;
use crate::model::Types;
use crate::rust::distinct::DistinctNames;
use crate::rust::names::constant_name;
use crate::rust::unique::unique;
use crate::schemas::SchemaStatics;
use crate::types::Patterns;

/// Writes handlers, and collects the statics that they need.
pub(super) struct HandlerWriter<'w, 'd, 's> {
    pub(super) document: &'d Document<'s>,
    pub(super) types: &'w Types<'s>,
    pub(super) schemas: &'w mut SchemaStatics<'d, 's>,
    pub(super) statics: Statics,
    pub(super) patterns: Patterns,
    pub(super) authentication: &'w Authentication<'d, 's>,
}

/// The statics of the module `handlers`.
#[derive(Default)]
pub(super) struct Statics {
    scope: DistinctNames,
    items: Vec<TokenStream>,
}

impl Statics {
    /// Adds a static, and returns its name.
    pub(super) fn add(&mut self, name: &str, item: impl FnOnce(&Ident) -> TokenStream) -> Ident {
        let name = self.scope.add(&constant_name(name));
        self.items.push(item(&name));
        name
    }

    /// The statics, each once.
    pub(super) fn into_items(self) -> Vec<TokenStream> {
        unique(self.items)
    }
}
