//! Schemas and properties that would share a name in Rust.

use std::collections::{HashMap, HashSet};

use dropspec_openapi::document::Document;
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::Ident;

use super::by_type::{ByType, item_names};
use super::structs::RustStruct;
use crate::collisions::distinct;
use crate::error::internal;
use crate::rust::names::type_name;

/// Rejects schemas and properties that would share a name.
pub(super) fn check_type_names(
    document: &Document<'_>,
    by_type: &ByType<'_, '_>,
    file: &syn::File,
    structs: &[RustStruct],
) -> Checked<()> {
    distinct(document.schemas.iter().map(|(name, node)| (type_name(name), node)))?;
    let reject = |name: &Ident, message: &str| {
        let node = by_type.get(&name.to_string());
        Err(node.map_or_else(|| internal(message), |node| node.error(message)))
    };
    let mut seen = HashSet::new();
    if let Some(name) = item_names(file).find(|name| !seen.insert(name.to_string())) {
        let message = format!("two Rust types would be named `{name}`; rename a schema or a property");
        return reject(name, &message);
    }
    collect(structs, |found| {
        let mut seen = HashMap::new();
        let twins = found.fields.iter().find_map(|field| Some((seen.insert(&field.name, field)?, field)));
        let Some((first, second)) = twins else { return Ok(()) };
        let message = format!(
            "the properties `{}` and `{}` have the same Rust name `{}`; rename one of them",
            first.property, second.property, first.name
        );
        reject(&found.name, &message)
    })
    .map(drop)
}
