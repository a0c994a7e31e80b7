//! The schemas as written, for the slow path and for the emission.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Map, Value};

use super::names::constant_name;
use crate::document::{Document, Node, Operation, Parameter, Read, Response, collect};
use crate::lower::{self, Direction};

/// The module `schemas`: all named schemas, and a static for each parameter, request body and response body.
pub(super) fn schemas(document: &Document<'_>) -> Read<TokenStream> {
    let requests = components(document, |node| lower::validated(node, Direction::Request))?;
    let responses = components(document, |node| lower::validated(node, Direction::Response))?;
    let emitted = components(document, |node| Ok(lower::emitted(node.value())))?;
    let one_way = requests != responses;
    let answers = one_way.then(|| {
        let responses = raw(&responses);
        quote! {
            /// The named schemas as answers have them, in the dialect of JSON Schema draft 7.
            pub static ANSWERS: Components = Components::new(#responses);
        }
    });
    let statics = collect(&document.operations, |operation| constants(operation, one_way))?;
    let (requests, emitted) = (raw(&requests), raw(&emitted));
    Ok(quote! {
        /// The schemas as written.
        pub mod schemas {
            #[allow(unused_imports)]
            use dropspec::schema::{Components, Schema};

            /// The named schemas, in the dialect of JSON Schema draft 7.
            pub static COMPONENTS: Components = Components::new(#requests);
            #answers
            /// The named schemas, in the dialect of schemars.
            pub static EMITTED: Components = Components::new(#emitted);
            #(#statics)*
        }
    })
}

/// The statics of an operation. `one_way` says that there are properties that only requests, or only answers, have.
fn constants(operation: &Operation<'_>, one_way: bool) -> Read<TokenStream> {
    let answers = if one_way { quote!(ANSWERS) } else { quote!(COMPONENTS) };
    let mut statics = TokenStream::new();
    for parameter in &operation.parameters {
        let name = parameter_name(operation, parameter);
        statics.extend(constant(&name, &parameter.schema, Direction::Request, &quote!(COMPONENTS))?);
    }
    if let Some(body) = &operation.body {
        statics.extend(constant(&body_name(operation), &body.schema, Direction::Request, &quote!(COMPONENTS))?);
    }
    for response in &operation.responses {
        if let Some((_, schema)) = &response.content {
            statics.extend(constant(&response_name(operation, response), schema, Direction::Response, &answers)?);
        }
    }
    Ok(statics)
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

fn constant(name: &str, schema: &Node<'_>, direction: Direction, components: &TokenStream) -> Read<TokenStream> {
    let constant = constant_name(name);
    let text = format!(" The schema at `#{}`.", schema.pointer());
    let json = raw(&lower::validated(schema, direction)?.to_string());
    Ok(quote! {
        #[doc = #text]
        pub static #constant: Schema = Schema::new(&#components, #json);
    })
}

fn components(document: &Document<'_>, lower: impl Fn(&Node<'_>) -> Read<Value>) -> Read<String> {
    let mut lowered = Map::new();
    for (name, schema) in &document.schemas {
        lowered.insert((*name).to_owned(), lower(schema)?);
    }
    Ok(serde_json::to_string_pretty(&lowered).unwrap_or_default())
}

/// A raw string literal, which a person can read.
pub(super) fn raw(text: &str) -> Literal {
    let hashes =
        "#".repeat((0..).find(|count| !text.contains(&format!("\"{}", "#".repeat(*count)))).unwrap_or_default());
    format!("r{hashes}\"{text}\"{hashes}").parse().unwrap_or_else(|_| Literal::string(text))
}
