//! The security schemes of a service, read from the generated trait `Authenticators`.

use std::collections::HashSet;

use dropspec_openapi::document::{Document, SchemeKind};
use syn::{Item, TraitItem};

use super::operations::doc;

/// A security scheme, which an authenticator verifies.
#[derive(Debug)]
pub(super) struct Scheme {
    /// The method that returns the authenticator.
    pub(super) method: String,
    /// One line about it, such as `` `key`: a key in the header `X-Key`. ``
    pub(super) about: String,
    /// Whether its credentials can be API keys.
    pub(super) takes_keys: bool,
}

/// The schemes that operations of a document require, in the order of the trait `Authenticators`.
pub(super) fn schemes(api: &syn::File, document: &Document<'_>) -> Vec<Scheme> {
    let keys = names_for_keys(document);
    let of_trait = api.items.iter().find_map(|item| match item {
        Item::Trait(item) if item.ident == "Authenticators" => Some(&item.items),
        _ => None,
    });
    let methods = of_trait.into_iter().flatten().filter_map(|item| match item {
        TraitItem::Fn(item) => Some(item),
        _ => None,
    });
    let scheme = |item: &syn::TraitItemFn| {
        let about = item.attrs.iter().find_map(doc).unwrap_or_default();
        // The first word is the name.
        let name = about.split('`').nth(1).unwrap_or_default();
        Scheme { method: item.sig.ident.to_string(), takes_keys: keys.contains(name), about }
    };
    methods.map(scheme).collect()
}

fn names_for_keys<'s>(document: &Document<'s>) -> HashSet<&'s str> {
    let needs = document.operations.iter().flat_map(|operation| operation.security.alternatives.iter().flatten());
    let for_keys = needs.filter(|need| !matches!(need.scheme.kind, SchemeKind::Basic | SchemeKind::Http(_)));
    for_keys.map(|need| need.scheme.name).collect()
}
