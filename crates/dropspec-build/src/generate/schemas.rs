//! The schemas as written, for the slow path and for the emission.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Map, Value};

use super::names::constant_name;
use crate::document::{Document, Node, Operation, Parameter, Read, Response};
use crate::lower;

/// The module `schemas`: all named schemas, and a static for each parameter, request body and response body.
pub(super) fn schemas(document: &Document<'_>) -> Read<TokenStream> {
    let validated = components(document, lower::validated);
    let emitted = components(document, lower::emitted);
    let parameters = document.operations.iter().flat_map(|operation| {
        let parameter = |parameter: &Parameter<'_>| constant(&parameter_name(operation, parameter), &parameter.schema);
        operation.parameters.iter().map(parameter).collect::<Vec<_>>()
    });
    let bodies = document
        .operations
        .iter()
        .filter_map(|operation| operation.body.as_ref().map(|body| constant(&body_name(operation), &body.schema)));
    let responses = document.operations.iter().flat_map(|operation| {
        let with_body = operation.responses.iter().filter_map(|response| Some((response, response.content.as_ref()?)));
        with_body
            .map(|(response, (_, schema))| constant(&response_name(operation, response), schema))
            .collect::<Vec<_>>()
    });
    let statics: Vec<TokenStream> = parameters.chain(bodies).chain(responses).collect();
    Ok(quote! {
        /// The schemas as written.
        pub mod schemas {
            #[allow(unused_imports)]
            use dropspec::schema::{Components, Schema};

            /// The named schemas, in the dialect of JSON Schema draft 7.
            pub static COMPONENTS: Components = Components::new(#validated);
            /// The named schemas, in the dialect of schemars.
            pub static EMITTED: Components = Components::new(#emitted);
            #(#statics)*
        }
    })
}

/// The name of the schema of a parameter.
pub(super) fn parameter_name(operation: &Operation<'_>, parameter: &Parameter<'_>) -> String {
    format!("{}_{}", operation.id, parameter.name)
}

/// The name of the schema of a request body.
pub(super) fn body_name(operation: &Operation<'_>) -> String {
    format!("{}_body", operation.id)
}

/// The name of the schema of a response body.
pub(super) fn response_name(operation: &Operation<'_>, response: &Response<'_>) -> String {
    format!("{}_{}", operation.id, response.status.as_u16())
}

fn constant(name: &str, schema: &Node<'_>) -> TokenStream {
    let constant = constant_name(name);
    let text = format!(" The schema at `#{}`.", schema.pointer());
    let json = raw(&serde_json::to_string(&lower::validated(schema.value())).unwrap_or_default());
    quote! {
        #[doc = #text]
        pub static #constant: Schema = Schema::new(&COMPONENTS, #json);
    }
}

fn components(document: &Document<'_>, lower: impl Fn(&Value) -> Value) -> Literal {
    let lowered: Map<String, Value> =
        document.schemas.iter().map(|(name, schema)| ((*name).to_owned(), lower(schema.value()))).collect();
    raw(&serde_json::to_string_pretty(&lowered).unwrap_or_default())
}

/// A raw string literal, which a person can read.
pub(super) fn raw(text: &str) -> Literal {
    let hashes =
        "#".repeat((0..).find(|count| !text.contains(&format!("\"{}", "#".repeat(*count)))).unwrap_or_default());
    format!("r{hashes}\"{text}\"{hashes}").parse().unwrap_or_else(|_| Literal::string(text))
}
