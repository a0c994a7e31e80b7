//! The fields of request structs.

use std::collections::HashMap;

use dropspec_openapi::document::{Location, Operation, Parameter};
use dropspec_openapi::node::Node;
use proc_macro2::Ident;
use quote::format_ident;

use crate::rust::names::field_name;

/// The field names of an operation's parameters. A name that several locations or other fields share gets its
/// location appended: `id_in_query`.
pub(crate) fn fields(operation: &Operation<'_>) -> Vec<Ident> {
    let names: Vec<Ident> = operation.parameters.iter().map(|parameter| field_name(parameter.name)).collect();
    let mut counts: HashMap<&Ident, usize> = HashMap::new();
    names.iter().for_each(|name| *counts.entry(name).or_default() += 1);
    let own = own(operation);
    let placed = |(name, location): (&Ident, Location)| {
        let taken = own.iter().any(|own| name == own) || counts.get(name).is_some_and(|count| *count > 1);
        let place = match location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        if taken { format_ident!("{}_in_{place}", name) } else { name.clone() }
    };
    let locations = operation.parameters.iter().map(|parameter| parameter.location);
    names.iter().zip(locations).map(placed).collect()
}

/// The fields other than parameters.
fn own(operation: &Operation<'_>) -> Vec<&'static str> {
    let body = operation.body.is_some().then_some("body");
    let accept = (operation.produces().len() > 1).then_some("accept");
    body.into_iter().chain(accept).chain(["identity"]).collect()
}

/// Whether a parameter always has a value: it is required or has a default.
pub(crate) fn is_given(parameter: &Parameter<'_>) -> bool {
    parameter.required || has_default(&parameter.schema)
}

/// Whether the schema has a default.
pub(crate) fn has_default(schema: &Node<'_>) -> bool {
    schema.resolve().is_ok_and(|target| target.get("default").is_some())
}
