//! The fields of request structs and of the variants of response enums.

use std::collections::HashMap;

use dropspec_openapi::document::{Location, Operation, Parameter, Response};
use dropspec_openapi::node::Node;
use proc_macro2::Ident;
use quote::format_ident;

use crate::rust::distinct::DistinctNames;
use crate::rust::names::{field_name, header_field};

/// The fields of every variant with headers, apart from the headers.
const RESPONSE_FIELDS: &[&str] = &["body", "status"];

/// The field names of an operation's parameters. A name that several locations or other fields share gets its
/// location appended: `id_in_query`. Names that are still the same get a number.
pub(crate) fn fields(operation: &Operation<'_>) -> Vec<Ident> {
    let parameters = &operation.parameters;
    let own = own(operation);
    let mut locations: HashMap<String, Location> = HashMap::new();
    let mut shared: Vec<String> = own.iter().map(ToString::to_string).collect();
    for parameter in parameters {
        let name = field_name(parameter.name).to_string();
        let first = *locations.entry(name.clone()).or_insert(parameter.location);
        shared.extend((first != parameter.location).then_some(name));
    }
    let placed = |parameter: &Parameter<'_>| {
        let name = field_name(parameter.name);
        if shared.iter().any(|shared| name == shared) { in_location(&name, parameter.location) } else { name }
    };
    DistinctNames::with(&own).add_all(parameters.iter().map(|parameter| (parameter.name, placed(parameter))))
}

/// The name with the location.
fn in_location(name: &Ident, location: Location) -> Ident {
    let location = match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    format_ident!("{}_in_{location}", name.to_string().trim_end_matches('_'))
}

/// The fields other than parameters.
fn own(operation: &Operation<'_>) -> Vec<&'static str> {
    let body = operation.body.is_some().then_some("body");
    let accept = (operation.produces().len() > 1).then_some("accept");
    body.into_iter().chain(accept).chain(["identity"]).collect()
}

/// The field names of a response's headers. One that the variant has anyway gets its location appended: `status_in_header`.
pub(crate) fn header_fields(response: &Response<'_>) -> Vec<Ident> {
    let fields = response.headers.iter().map(|header| {
        let name = header_field(header.name);
        let is_own = RESPONSE_FIELDS.iter().any(|own| name == own);
        (header.name, if is_own { in_location(&name, Location::Header) } else { name })
    });
    DistinctNames::default().add_all(fields)
}

/// Whether a parameter always has a value: it is required or has a default.
pub(crate) fn is_given(parameter: &Parameter<'_>) -> bool {
    parameter.required || has_default(&parameter.schema)
}

/// Whether the schema has a default.
pub(crate) fn has_default(schema: &Node<'_>) -> bool {
    schema.resolve().is_ok_and(|target| target.get("default").is_some())
}
