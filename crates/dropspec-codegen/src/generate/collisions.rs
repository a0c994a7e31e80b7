//! Names that differ in the document and would be one in Rust.

use std::collections::{HashMap, HashSet};

use proc_macro2::Ident;
use quote::format_ident;
use syn::Item;

use super::contents::{request_parts, response_parts};
use super::fields::fields;
use super::internal;
use super::names::{constant_name, field_name, header_field, type_name};
use super::schemas::parameter_name;
use super::security::schemes;
use super::types::Struct;
use dropspec_openapi::document::{Document, Operation};
use dropspec_openapi::node::{Node, Read, collect};

/// Refuses operations, parameters and headers that would share a name.
pub(super) fn refuse_alike_operations(document: &Document<'_>) -> Read<()> {
    let names = document.operations.iter().map(|operation| (field_name(operation.id), &operation.node));
    let schemes = schemes(document).into_iter().map(|scheme| (field_name(scheme.name), &scheme.node));
    let mut checks = vec![distinct(names), distinct(schemes)];
    for operation in &document.operations {
        let parameters = operation.parameters.iter().map(|parameter| &parameter.node);
        checks.push(distinct(fields(operation).into_iter().zip(parameters)));
        for response in &operation.responses {
            let own = ["status", "body"].map(|name| (format_ident!("{name}"), &response.node));
            let headers = response.headers.iter().map(|header| (header_field(header.name), &header.node));
            checks.push(distinct(own.into_iter().chain(headers)));
        }
    }
    collect(checks, |check| check)?;
    // `a` with `b_c` and `a_b` with `c`.
    distinct(document.operations.iter().flat_map(constants))
}

/// Refuses schemas and properties that would share a name.
pub(super) fn refuse_alike_types(
    document: &Document<'_>,
    by_type: &ByType<'_, '_>,
    file: &syn::File,
    structs: &[Struct],
) -> Read<()> {
    distinct(document.schemas.iter().map(|(name, node)| (type_name(name), node)))?;
    let refuse = |name: &Ident, message: &str| {
        let node = by_type.get(&name.to_string());
        Err(node.map_or_else(|| internal(message), |node| node.error(message)))
    };
    let mut seen = HashSet::new();
    if let Some(name) = item_names(file).find(|name| !seen.insert(name.to_string())) {
        let message = format!("two types would be named `{name}` in Rust; rename a schema or a property");
        return refuse(name, &message);
    }
    collect(structs, |found| {
        let mut seen = HashMap::new();
        let twins = found.fields.iter().find_map(|field| Some((seen.insert(&field.name, field)?, field)));
        let Some((first, second)) = twins else { return Ok(()) };
        let message = format!(
            "the properties `{}` and `{}` would both be named `{}` in Rust; rename one of them",
            first.property, second.property, first.name
        );
        refuse(&found.name, &message)
    })
    .map(drop)
}

/// The named schemas by the names of their types.
pub(super) type ByType<'d, 's> = HashMap<String, &'d Node<'s>>;

/// The named schemas by the names of their types.
pub(super) fn schemas_by_type<'d, 's>(document: &'d Document<'s>) -> ByType<'d, 's> {
    document.schemas.iter().map(|(name, node)| (type_name(name).to_string(), node)).collect()
}

/// The names of all types, those of aliases among them.
pub(super) fn type_names(by_type: &ByType<'_, '_>, file: &syn::File) -> HashSet<String> {
    by_type.keys().cloned().chain(item_names(file).map(Ident::to_string)).collect()
}

fn item_names(file: &syn::File) -> impl Iterator<Item = &Ident> {
    file.items.iter().filter_map(|item| match item {
        Item::Struct(item) => Some(&item.ident),
        Item::Enum(item) => Some(&item.ident),
        _ => None,
    })
}

fn constants<'d>(operation: &'d Operation<'_>) -> impl Iterator<Item = (Ident, &'d Node<'d>)> {
    let parameters = fields(operation)
        .into_iter()
        .zip(&operation.parameters)
        .map(|(field, parameter)| (parameter_name(operation, &field), &parameter.node));
    let responses = operation.responses.iter().flat_map(|response| response_parts(operation, response));
    let bodies = request_parts(operation).into_iter().chain(responses);
    let bodies = bodies.map(|part| (part.schema_name, &part.content.node));
    parameters.chain(bodies).map(|(name, node)| (constant_name(&name), node))
}

fn distinct<'d, 's: 'd>(names: impl Iterator<Item = (Ident, &'d Node<'s>)>) -> Read<()> {
    let mut seen = HashMap::new();
    let check = |(name, node): (Ident, &'d Node<'s>)| match seen.insert(name.to_string(), node) {
        Some(first) => Err(node.error(format!(
            "in Rust this would be named `{name}`, as #{} already is; rename one of them",
            first.pointer()
        ))),
        None => Ok(()),
    };
    collect(names, check).map(drop)
}
