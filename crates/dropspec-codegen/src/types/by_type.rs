//! Schemas by the names of their types.

use std::collections::{HashMap, HashSet};

use dropspec_openapi::document::Document;
use dropspec_openapi::node::Node;
use proc_macro2::Ident;
use syn::Item;

use crate::rust::names::type_name;

/// The named schemas by the names of their types.
pub(crate) type ByType<'d, 's> = HashMap<String, &'d Node<'s>>;

/// The named schemas by the names of their types.
pub(crate) fn schemas_by_type<'d, 's>(document: &'d Document<'s>) -> ByType<'d, 's> {
    document.schemas.iter().map(|(name, node)| (type_name(name).to_string(), node)).collect()
}

/// The names of all types, including aliases.
pub(crate) fn type_names(by_type: &ByType<'_, '_>, file: &syn::File) -> HashSet<String> {
    by_type.keys().cloned().chain(item_names(file).map(Ident::to_string)).collect()
}

pub(crate) fn item_names(file: &syn::File) -> impl Iterator<Item = &Ident> {
    file.items.iter().filter_map(|item| match item {
        Item::Struct(item) => Some(&item.ident),
        Item::Enum(item) => Some(&item.ident),
        _ => None,
    })
}
