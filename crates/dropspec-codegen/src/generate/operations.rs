//! The trait with a method per operation, and the request structs.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::contents::{media_names, request_parts};
use super::defaults;
use super::fields::fields;
use super::layout;
use super::names::{field_name, type_name};
use super::responses::response;
use super::security::{identity_type, schemes, security_text};
use super::types::Types;
use dropspec_openapi::document::{Document, Operation, Parameter};
use dropspec_openapi::node::{Read, collect};

/// The trait and all that its methods take and give.
pub(super) fn operations(document: &Document<'_>, types: &Types) -> Read<String> {
    let title = format!(" The operations of {}, version {}.", document.title, document.version);
    let methods = collect(&document.operations, |operation| method(document, operation))?;
    let authenticators = (!schemes(document).is_empty()).then(|| quote!(Authenticators+));
    let database = (!document.tables.is_empty()).then(|| quote!(::dropspec::table::HasDatabase+));
    let mut text = layout::items(quote! {
        #[doc = #title]
        pub trait Api: #authenticators #database Send + Sync + 'static {
            #(#methods)*
        }
    })?;
    for operation in &document.operations {
        text += &layout::items(taken_and_given(document, operation, types)?)?;
    }
    Ok(text)
}

/// What the method of an operation takes and gives.
fn taken_and_given(document: &Document<'_>, operation: &Operation<'_>, types: &Types) -> Read<TokenStream> {
    let (request, request_body) = (request(operation, types), request_body(operation, types));
    let (accept, response) = (accept(operation), response(document, operation, types)?);
    Ok(quote!(#request #request_body #accept #response))
}

fn method(document: &Document<'_>, operation: &Operation<'_>) -> Read<TokenStream> {
    let docs = docs(&operation_text(operation));
    let (name, request, response) = (field_name(operation.id), request_type(operation), response_type(operation));
    let body = match defaults::body(document, operation)? {
        Some(body) => quote!({ async move { #body } }),
        None => quote!(;),
    };
    Ok(quote! {
        #(#[doc = #docs])*
        fn #name(&self, request: #request) -> impl Future<Output = Result<#response, Error>> + Send #body
    })
}

/// The name of the request struct.
pub(super) fn request_type(operation: &Operation<'_>) -> Ident {
    type_name(&format!("{}_request", operation.id))
}

/// The name of the enum of the request body, where it has several media types.
pub(super) fn request_body_type(operation: &Operation<'_>) -> Ident {
    type_name(&format!("{}_request_body", operation.id))
}

/// The name of the enum of the media types that the operation can answer, where it has several.
pub(super) fn accept_type(operation: &Operation<'_>) -> Ident {
    type_name(&format!("{}_accept", operation.id))
}

/// The name of the response enum.
pub(super) fn response_type(operation: &Operation<'_>) -> Ident {
    type_name(&format!("{}_response", operation.id))
}

fn operation_text(operation: &Operation<'_>) -> String {
    let heading = format!("`{} {}`", operation.method, operation.path);
    let deprecated = operation.deprecated.then_some("Deprecated.");
    let security = security_text(&operation.security);
    let parts = [Some(heading.as_str()), operation.summary, operation.description, deprecated, security.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// The lines of a text, as doc comments have them.
pub(super) fn docs(text: &str) -> Vec<String> {
    text.trim_end().lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") }).collect()
}

fn request(operation: &Operation<'_>, types: &Types) -> TokenStream {
    let name = request_type(operation);
    let text = format!(" What `{}` takes.", operation.id);
    let parameters = fields(operation).into_iter().zip(&operation.parameters).map(|(field, parameter)| {
        let docs = docs(parameter.description.unwrap_or(parameter.name));
        let kind = types.of(&parameter.schema);
        let kind = if is_given(parameter) { kind } else { quote!(Option<#kind>) };
        quote!(#(#[doc = #docs])* pub #field: #kind)
    });
    let accept = (operation.produces().len() > 1).then(|| {
        let kind = accept_type(operation);
        quote!(#[doc = " What the client would like best to have answered."] pub accept: #kind,)
    });
    let body = operation.body.iter().map(|body| {
        let docs = docs(body.description.unwrap_or("The request body."));
        let kind = match request_parts(operation).as_slice() {
            [part] => part.request_type(types),
            _ => {
                let kind = request_body_type(operation);
                quote!(#kind)
            }
        };
        let kind = if body.required { kind } else { quote!(Option<#kind>) };
        quote!(#(#[doc = #docs])* pub body: #kind)
    });
    let identity = identity_type(&operation.security).map(|kind| quote!(#[doc = " Who calls."] pub identity: #kind,));
    let derives = request_derives(operation);
    quote! {
        #[doc = #text]
        #derives
        pub struct #name { #identity #(#parameters,)* #accept #(#body,)* }
    }
}

/// A body that is read as it comes can be neither copied nor compared.
fn request_derives(operation: &Operation<'_>) -> TokenStream {
    let streamed = request_parts(operation).iter().any(|part| part.content.schema.is_none());
    if streamed { quote!(#[derive(Debug)]) } else { quote!(#[derive(Clone, Debug, PartialEq)]) }
}

/// The enum of the media types of a request body, where there are several.
fn request_body(operation: &Operation<'_>, types: &Types) -> Option<TokenStream> {
    let parts = request_parts(operation);
    if parts.len() < 2 {
        return None;
    }
    let (name, derives) = (request_body_type(operation), request_derives(operation));
    let text = format!(" The body of a request to `{}`: one variant per media type of the document.", operation.id);
    let variants = parts.iter().map(|part| {
        let (variant, kind) = (&part.variant, part.request_type(types));
        let text = format!(" `{}`", part.content.media_type);
        quote!(#[doc = #text] #variant(#kind))
    });
    Some(quote! {
        #[doc = #text]
        #derives
        #[allow(clippy::large_enum_variant)]
        pub enum #name { #(#variants,)* }
    })
}

/// The enum of the media types that the operation can answer, where there are several.
fn accept(operation: &Operation<'_>) -> Option<TokenStream> {
    let produces = operation.produces();
    if produces.len() < 2 {
        return None;
    }
    let name = accept_type(operation);
    let text = format!(" What `{}` can answer with: the media types of its success.", operation.id);
    let variants: Vec<Ident> = media_names(produces.iter().copied()).iter().map(|name| type_name(name)).collect();
    let docs = produces.iter().map(|media_type| format!(" `{media_type}`"));
    let (numbers, first) = (0..variants.len(), &variants[0]);
    Some(quote! {
        #[doc = #text]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum #name { #(#[doc = #docs] #variants,)* }

        impl #name {
            fn at(index: usize) -> Self {
                match index { #(#numbers => Self::#variants,)* _ => Self::#first }
            }
        }
    })
}

/// Whether there is always a value: one that is sent, or the default.
pub(super) fn is_given(parameter: &Parameter<'_>) -> bool {
    parameter.required || has_default(&parameter.schema)
}

/// Whether the schema says what an absent value stands for.
pub(super) fn has_default(schema: &dropspec_openapi::node::Node<'_>) -> bool {
    schema.resolve().is_ok_and(|target| target.get("default").is_some())
}
