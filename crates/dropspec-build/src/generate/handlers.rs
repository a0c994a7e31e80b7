//! The routes: each decodes a call, lets the trait answer, and encodes the answer.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::decoders::unique;
use super::names::{constant_name, field_name, local_name};
use super::objects::is_covered;
use super::operations::{has_default, request_type};
use super::schemas::{body_name, parameter_name};
use super::seeds::seed;
use super::types::Types;
use crate::document::{Body, Document, Location, Operation, Parameter, Read, Shape, collect, shape};

/// The function `routes`, the handlers behind it, and the document as the run-time library serves it.
pub(super) fn handlers(document: &Document<'_>, types: &Types) -> Read<TokenStream> {
    let routes = document.operations.iter().map(route);
    let mut patterns = Vec::new();
    let handlers = collect(&document.operations, |operation| handler(document, types, operation, &mut patterns))?;
    let patterns = unique(patterns);
    Ok(quote! {
        /// The operations as routes that call an implementation of [`Api`].
        #[must_use]
        pub fn routes<A: Api>() -> Vec<Route<A>> {
            Vec::from([#(#routes),*])
        }

        /// The document that all this is generated from.
        #[derive(Clone, Copy, Debug)]
        pub struct Document;

        impl ::dropspec::document::Document for Document {
            const YAML: &'static str = include_str!(concat!(env!("OUT_DIR"), "/openapi.yaml"));
            const JSON: &'static str = include_str!(concat!(env!("OUT_DIR"), "/openapi.json"));
        }

        #[allow(unused_imports)]
        mod handlers {
            use dropspec::schema as check;
            use dropspec::{Call, Refusal, Reply};
            use super::{Api, schemas, types};

            #(#patterns)*
            #(#handlers)*
        }
    })
}

fn route(operation: &Operation<'_>) -> TokenStream {
    let (id, path, handler) = (operation.id, operation.path, field_name(operation.id));
    let method = constant_name(operation.method.as_str());
    let successes = operation.responses.iter().filter(|response| response.status.is_success());
    let mut produces: Vec<&str> = successes.filter_map(|response| Some(response.content.as_ref()?.0)).collect();
    produces.dedup();
    quote! {
        Route {
            operation: #id,
            method: Method::#method,
            path: #path,
            produces: &[#(#produces),*],
            handler: |api, call| Box::pin(handlers::#handler(api, call)),
        }
    }
}

fn handler(
    document: &Document<'_>,
    types: &Types,
    operation: &Operation<'_>,
    patterns: &mut Vec<TokenStream>,
) -> Read<TokenStream> {
    let name = field_name(operation.id);
    let request = request_type(operation);
    let query = operation.parameters.iter().filter(|parameter| parameter.location == Location::Query);
    let query: Vec<&str> = query.map(|parameter| parameter.name).collect();
    let parameters = operation.parameters.iter().enumerate().map(|(index, parameter)| {
        let name = local_name(parameter.name);
        let value = read_parameter(types, operation, (index, parameter), patterns)?;
        Ok(quote!(let #name = #value;))
    });
    let parameters = parameters.collect::<Read<Vec<_>>>()?;
    let values = operation.parameters.iter().map(|parameter| {
        let (field, local) = (field_name(parameter.name), local_name(parameter.name));
        let value = parameter_value(parameter)?;
        Ok(quote!(#field: #local #value))
    });
    let values = values.collect::<Read<Vec<_>>>()?;
    let body = operation.body.as_ref().map(|body| read_body(document, operation, body)).transpose()?;
    let body_value = operation.body.as_ref().map(|_| quote!(body: body?,));
    Ok(quote! {
        pub(super) async fn #name<A: Api>(api: &A, call: &mut Call) -> Result<Reply, Refusal> {
            // All is read before anything is refused, so that every violation is found.
            let known = call.known_query(&[#(#query),*]);
            #(#parameters)*
            #body
            known?;
            let request = super::#request { #(#values,)* #body_value };
            Ok(api.#name(request).await?.into_reply()?)
        }
    })
}

fn read_parameter(
    types: &Types,
    operation: &Operation<'_>,
    (index, parameter): (usize, &Parameter<'_>),
    patterns: &mut Vec<TokenStream>,
) -> Read<TokenStream> {
    let target = parameter.schema.resolve()?;
    let shape = shape(&parameter.schema)?.ok_or_else(|| parameter.schema.error("this parameter cannot be decoded"))?;
    let kind = types.of(&parameter.schema);
    let seed = seed(&shape, &target, &syn::parse_quote!(#kind), &quote!(types::));
    patterns.extend(seed.patterns);
    let (name, expression, schema) =
        (parameter.name, seed.expression, constant_name(&parameter_name(operation, parameter)));
    Ok(match (parameter.location, parameter.required) {
        (Location::Path, _) => quote!(call.path(#index, #name, #expression, &schemas::#schema)),
        (Location::Query, false) => quote!(call.query(#name, #expression, &schemas::#schema)),
        (Location::Query, true) => quote!({
            let value = call.query(#name, #expression, &schemas::#schema);
            call.required(#name, value)
        }),
    })
}

/// What turns the outcome of reading a parameter into the value of its field.
fn parameter_value(parameter: &Parameter<'_>) -> Read<TokenStream> {
    if parameter.required || !has_default(&parameter.schema) {
        return Ok(quote!(?));
    }
    let default = parameter.schema.resolve()?.require("default")?;
    let wrong = || default.error("the default of a parameter must be a boolean, a number, a string or one of an enum");
    Ok(match (shape(&parameter.schema)?.ok_or_else(wrong)?, default.value()) {
        (Shape::Boolean, Value::Bool(value)) => quote!(?.unwrap_or(#value)),
        (Shape::Integer { .. }, Value::Number(number)) => {
            let literal = Literal::i64_unsuffixed(number.as_i64().ok_or_else(wrong)?);
            quote!(?.unwrap_or(#literal))
        }
        (Shape::Number { .. }, Value::Number(number)) => {
            let literal = Literal::f64_unsuffixed(number.as_f64().ok_or_else(wrong)?);
            quote!(?.unwrap_or(#literal))
        }
        (Shape::Text { .. }, Value::String(text)) => quote!(?.unwrap_or_else(|| #text.to_owned())),
        // The type of an enum has the schema's default as its own.
        (Shape::Choice | Shape::NamedChoice(_), Value::String(_)) => quote!(?.unwrap_or_default()),
        _ => return Err(wrong()),
    })
}

fn read_body(document: &Document<'_>, operation: &Operation<'_>, body: &Body<'_>) -> Read<TokenStream> {
    let (media_type, schema) = (body.media_type, constant_name(&body_name(operation)));
    let object = matches!(shape(&body.schema)?, Some(Shape::Object(_)));
    let read = if object && is_covered(document, &body.schema)? { quote!(json) } else { quote!(json_unseeded) };
    Ok(quote!(let body = call.#read(#media_type, &schemas::#schema).await;))
}
