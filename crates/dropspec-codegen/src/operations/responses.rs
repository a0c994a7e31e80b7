//! The response enums.

use dropspec_openapi::document::{Header, HeaderKind, Operation, Response, Status};
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::conversion::arm;
use crate::contents::{BodyContent, response_contents};
use crate::fields::header_fields;
use crate::items::{body_type, response_type};
use crate::model::Types;
use crate::rust::docs::docs;
use crate::rust::names::status_variant;
use crate::schemas::SchemaStatics;

/// The response enum of an operation, with the enums of its bodies.
pub(super) fn response(
    operation: &Operation<'_>,
    types: &Types<'_>,
    schemas: &mut SchemaStatics<'_, '_>,
) -> Checked<TokenStream> {
    let name = response_type(operation);
    let text = format!(" The response of `{}`: one variant per response of the document.", operation.id);
    let variants = operation.responses.iter().map(|response| variant(operation, response, types));
    let arms = collect(&operation.responses, |response| arm(types, operation, response, schemas))?;
    let bodies = operation.responses.iter().filter_map(|response| body_enum(operation, response, types));
    let derives = derives(operation.responses.iter().flat_map(|response| response_contents(operation, response)));
    Ok(quote! {
        #[doc = #text]
        #derives
        #[allow(clippy::large_enum_variant)]
        pub enum #name { #(#variants,)* }

        impl IntoResponse for #name {
            fn into_response(self) -> Result<Response, Error> {
                let response = match self { #(#arms)* };
                response.build()
            }
        }

        #(#bodies)*
    })
}

/// A streamed body can be neither cloned nor compared.
fn derives<'d, 's: 'd>(mut parts: impl Iterator<Item = BodyContent<'d, 's>>) -> TokenStream {
    if parts.all(|part| part.is_encoded()) {
        quote!(#[derive(Clone, Debug, PartialEq)])
    } else {
        quote!(#[derive(Debug)])
    }
}

fn body_enum(operation: &Operation<'_>, response: &Response<'_>, types: &Types<'_>) -> Option<TokenStream> {
    let parts = response_contents(operation, response);
    if parts.len() < 2 {
        return None;
    }
    let name = body_type(operation, response);
    let text = format!(" The body of a response of `{}`: one variant per media type of the document.", operation.id);
    let variants = parts.iter().map(|part| {
        let (variant, kind) = (&part.variant, part.response_type(types));
        let text = format!(" `{}`", part.content.media_type);
        quote!(#[doc = #text] #variant(#kind))
    });
    let derives = derives(response_contents(operation, response).into_iter());
    Some(quote! {
        #[doc = #text]
        #derives
        #[allow(clippy::large_enum_variant)]
        pub enum #name { #(#variants,)* }
    })
}

fn variant(operation: &Operation<'_>, response: &Response<'_>, types: &Types<'_>) -> TokenStream {
    let name = status_variant(response.status);
    let docs = docs(&format!("{}: {}", response.status.text(), response.description));
    let status = match response.status {
        Status::Code(_) => None,
        Status::Class(class) => Some(quote!(/** The status. */ status: ::dropspec::StatusOf<#class>,)),
        Status::Default => Some(quote!(/** A status that has no variant of its own. */ status: StatusCode,)),
    };
    let body = match response_contents(operation, response).as_slice() {
        [] => None,
        [part] => Some(part.response_type(types)),
        _ => {
            let kind = body_type(operation, response);
            Some(quote!(#kind))
        }
    };
    if response.headers.is_empty() && status.is_none() {
        let body = body.map(|kind| quote!((#kind)));
        return quote!(#(#[doc = #docs])* #name #body);
    }
    let body = body.map(|kind| quote!(/** The body. */ body: #kind,));
    let headers = response
        .headers
        .iter()
        .zip(header_fields(response))
        .map(|(header, field)| header_declaration(header, &field, types));
    quote!(#(#[doc = #docs])* #name { #status #body #(#headers,)* })
}

fn header_declaration(header: &Header<'_>, field: &Ident, types: &Types<'_>) -> TokenStream {
    let docs = docs(header.description.unwrap_or(header.name));
    let kind = match header.kind {
        HeaderKind::Text => quote!(String),
        HeaderKind::Integer => quote!(i64),
        HeaderKind::Value(_) | HeaderKind::Json => types.path(&header.schema),
    };
    let kind = if header.required { kind } else { quote!(Option<#kind>) };
    quote!(#(#[doc = #docs])* #field: #kind)
}
