//! Named schemas without a type of their own: no type represents their values, or typify does not support them.

use std::collections::HashSet;

use dropspec_openapi::document::{COMPONENT_SCHEMAS, Document, is_alias};
use dropspec_openapi::node::Checked;
use schemars::schema::Schema;
use serde_json::Value;
use syn::Item;
use typify::TypeSpace;

use super::distinct_fields::number_fields;
use super::typify::{named_schemas, settings};
use crate::error::internal;
use crate::lower::{is_anything, typed};
use crate::panics::catch_panics;
use crate::rust::names::type_name;

/// Marks all unsupported schemas.
pub(crate) fn find_unsupported(document: &mut Document<'_>) -> Checked<()> {
    // Every iteration removes at least one schema.
    loop {
        let named = named_schemas(document)?;
        let Some(unsupported_schemas) = unsupported_schemas(&named)? else { return Ok(()) };
        let names: HashSet<&str> =
            document.schemas.iter().map(|(name, _)| *name).filter(|name| unsupported_schemas.contains(*name)).collect();
        if names.is_empty() {
            return Err(internal("typify supports none of the remaining schemas"));
        }
        document.json_fallbacks.extend(names);
        fall_back_to_json(document)?;
    }
}

/// Marks the schemas that are lowered to any JSON, until no further schema depends on them.
pub(crate) fn fall_back_to_json(document: &mut Document<'_>) -> Checked<()> {
    loop {
        let mut found = Vec::new();
        for (name, node) in &document.schemas {
            if !document.is_json_fallback(name) && !is_alias(node)? && is_anything(&typed(document, node)?) {
                found.push(*name);
            }
        }
        if found.is_empty() {
            return Ok(());
        }
        document.json_fallbacks.extend(found);
    }
}

/// The schemas that typify rejects or turns into invalid types; `None` if there are none.
fn unsupported_schemas(named: &[(String, Schema)]) -> Checked<Option<HashSet<String>>> {
    let Some(file) = file_of(named.to_vec()) else {
        let fails = |(candidate, schema): &&(String, Schema)| {
            // Everything that it refers to is replaced by the empty schema.
            let others = references(schema).into_iter().filter(|name| name != candidate);
            let others = others.map(|name| (name, Schema::Bool(true)));
            file_of(others.chain([(candidate.clone(), schema.clone())]).collect()).is_none()
        };
        return Ok(Some(named.iter().filter(fails).map(|(name, _)| name.clone()).collect()));
    };
    let broken: Vec<String> = file.items.iter().filter_map(broken).collect();
    let owner = |part: &String| {
        let owners = named.iter().map(|(name, _)| name).filter(|name| part.starts_with(&type_name(name).to_string()));
        owners.max_by_key(|name| name.len()).cloned()
    };
    Ok((!broken.is_empty()).then(|| broken.iter().filter_map(owner).collect()))
}

/// The names of the schemas that a schema refers to.
fn references(schema: &Schema) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut queue = vec![serde_json::to_value(schema).unwrap_or_default()];
    while let Some(value) = queue.pop() {
        match value {
            Value::Object(object) => {
                let name = object.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix(COMPONENT_SCHEMAS));
                found.extend(name.map(str::to_owned));
                queue.extend(object.into_iter().map(|(_, part)| part));
            }
            Value::Array(items) => queue.extend(items),
            _ => {}
        }
    }
    found
}

/// The name of an invalid type: an enum without variants, or a struct with duplicate fields.
fn broken(item: &Item) -> Option<String> {
    match item {
        Item::Enum(item) if item.variants.is_empty() => Some(item.ident.to_string()),
        Item::Struct(item) => {
            let mut seen = HashSet::new();
            let twice = item.fields.iter().filter_map(|field| field.ident.as_ref()).any(|name| !seen.insert(name));
            twice.then(|| item.ident.to_string())
        }
        _ => None,
    }
}

/// The types that typify generates from schemas, if it supports them.
fn file_of(named: Vec<(String, Schema)>) -> Option<syn::File> {
    let mut space = TypeSpace::new(&settings());
    catch_panics(|| space.add_ref_types(named)).ok()?;
    let tokens = catch_panics(|| Ok::<_, String>(space.to_stream())).ok()?;
    let mut file: syn::File = syn::parse2(tokens).ok()?;
    number_fields(&mut file.items);
    Some(file)
}
