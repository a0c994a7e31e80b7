//! The schemas as JSON, for the complete validator.

use dropspec_openapi::document::{Document, Operation};
use dropspec_openapi::json_schema::{self, Direction};
use dropspec_openapi::node::{Checked, Node, collect};
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value};

use crate::contents::{request_contents, response_contents};
use crate::fields::fields;
use crate::items::{header_name, parameter_name};
use crate::rust::layout;
use crate::rust::literal::raw;
use crate::rust::names::constant_name;

/// The module `schemas`: all named schemas, and a static for each parameter, request body and response body.
pub(crate) fn schemas(document: &Document<'_>) -> Checked<String> {
    let requests = components(document, |node| json_schema::convert(node, Direction::Request))?;
    let responses = components(document, |node| json_schema::convert(node, Direction::Response))?;
    let one_way = requests != responses;
    let response_components = one_way.then(|| {
        let responses = raw(&responses);
        quote! {
            /// The named schemas for responses, in JSON Schema draft 7.
            pub static RESPONSES: Components = Components::new(#responses);
        }
    });
    let statics = collect(&document.operations, |operation| layout::inner(constants(operation, one_way)?))?;
    let requests = raw(&requests);
    let head = quote! {
        /// The schemas as JSON.
        pub mod schemas {
            #[allow(unused_imports)]
            use dropspec::schema::{Components, Schema};

            /// The named schemas in JSON Schema draft 7.
            pub static COMPONENTS: Components = Components::new(#requests);
            #response_components
        }
    };
    layout::module(head, &statics.concat())
}

/// The statics of an operation. `one_way`: some properties are for requests or responses only.
fn constants(operation: &Operation<'_>, one_way: bool) -> Checked<TokenStream> {
    let request_schema =
        |name: &str, schema: &Node<'_>| constant(name, schema, Direction::Request, &quote!(COMPONENTS));
    let components = if one_way { quote!(RESPONSES) } else { quote!(COMPONENTS) };
    let response_schema = |name: &str, schema: &Node<'_>| constant(name, schema, Direction::Response, &components);
    let mut statics = TokenStream::new();
    for (field, parameter) in fields(operation).iter().zip(&operation.parameters) {
        statics.extend(request_schema(&parameter_name(operation, field), &parameter.schema)?);
    }
    for part in request_contents(operation) {
        statics
            .extend(part.content.decoded_schema().map(|schema| request_schema(&part.schema_name, schema)).transpose()?);
    }
    for response in &operation.responses {
        for part in response_contents(operation, response) {
            statics.extend(
                part.content.schema.as_ref().map(|schema| response_schema(&part.schema_name, schema)).transpose()?,
            );
        }
        for header in response.headers.iter().filter(|header| header.is_checked()) {
            statics.extend(response_schema(&header_name(operation, response, header), &header.schema)?);
        }
    }
    Ok(statics)
}

fn constant(name: &str, schema: &Node<'_>, direction: Direction, components: &TokenStream) -> Checked<TokenStream> {
    let constant = constant_name(name);
    let text = format!(" The schema at `#{}`.", schema.pointer());
    let json = raw(&json_schema::convert(schema, direction)?.to_string());
    Ok(quote! {
        #[doc = #text]
        pub static #constant: Schema = Schema::new(&#components, #json);
    })
}

fn components(document: &Document<'_>, lower: impl Fn(&Node<'_>) -> Checked<Value>) -> Checked<String> {
    let mut lowered = Map::new();
    for (name, schema) in &document.schemas {
        lowered.insert((*name).to_owned(), lower(schema)?);
    }
    Ok(serde_json::to_string_pretty(&lowered).unwrap_or_default())
}
