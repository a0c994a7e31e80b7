//! The table of an operation: what the run-time library needs to know beside the types.

use dropspec_openapi::document::{Location, Operation};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::rust::distinct::DistinctNames;
use crate::rust::names::field_name;
use crate::serialization::variant;

/// The fields of the parameters of an operation.
pub(crate) fn field_names(operation: &Operation<'_>) -> Vec<Ident> {
    let mut names = DistinctNames::with(&["accept"]);
    operation.parameters.iter().map(|parameter| names.add(&field_name(parameter.name))).collect()
}

/// The table of an operation.
pub(crate) fn table(operation: &Operation<'_>) -> TokenStream {
    let (method, path) = (operation.method.as_str(), operation.path);
    let parameters = operation.parameters.iter().zip(field_names(operation)).map(|(parameter, field)| {
        let (field, name) = (field.to_string(), parameter.name);
        let (location, serialization) = (location(parameter.location), variant(parameter.written()));
        quote! {
            Parameter {
                field: #field,
                name: #name,
                location: Location::#location,
                serialization: Serialization::#serialization
            }
        }
    });
    let mut accepted = operation.produces();
    for content in operation.responses.iter().flat_map(|response| &response.contents) {
        if !accepted.contains(&content.media_type) {
            accepted.push(content.media_type);
        }
    }
    let accept = accepted.join(", ");
    let security = operation.security.alternatives.iter().map(|alternative| {
        let names = alternative.iter().map(|required| required.scheme.name);
        quote!(&[#(#names),*])
    });
    quote! {
        Operation {
            method: #method,
            path: #path,
            parameters: &[#(#parameters),*],
            accept: #accept,
            security: &[#(#security),*],
        }
    }
}

fn location(location: Location) -> Ident {
    format_ident!(
        "{}",
        match location {
            Location::Path => "Path",
            Location::Query => "Query",
            Location::Header => "Header",
            Location::Cookie => "Cookie",
        }
    )
}
