//! The trait with a method per operation, and the request types.

use dropspec_openapi::document::{Document, Operation};
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::responses::response;
use crate::contents::{media_names, request_contents};
use crate::crud;
use crate::fields::{fields, is_given};
use crate::items::{accept_type, method_name, request_body_type, request_type, response_type};
use crate::model::Types;
use crate::rust::docs::docs;
use crate::rust::layout::Layout;
use crate::rust::names::type_name;
use crate::schemas::SchemaStatics;
use crate::security::{identity_type, schemes, security_text};

/// The trait, and the request and response types of its methods.
pub(crate) fn operations<'s>(
    document: &Document<'s>,
    types: &Types<'s>,
    schemas: &mut SchemaStatics<'_, '_>,
    layout: Layout,
) -> Checked<String> {
    let title = format!(" The operations of {}, version {}.", document.title, document.version);
    let methods = collect(&document.operations, |operation| method(document, operation, types))?;
    let authenticators = (!schemes(document).is_empty()).then(|| quote!(Authenticators+));
    let database = (!document.tables.is_empty()).then(|| quote!(::dropspec::db::HasDatabase+));
    let mut text = layout.items(quote! {
        #[doc = #title]
        pub trait Api: #authenticators #database Send + Sync + 'static {
            #(#methods)*
        }
    })?;
    for operation in &document.operations {
        text += &layout.items(request_and_response(operation, types, schemas)?)?;
    }
    Ok(text)
}

/// The request and response types of an operation.
fn request_and_response(
    operation: &Operation<'_>,
    types: &Types<'_>,
    schemas: &mut SchemaStatics<'_, '_>,
) -> Checked<TokenStream> {
    let (request, request_body) = (request(operation, types), request_body(operation, types));
    let (accept, response) = (accept(operation), response(operation, types, schemas)?);
    Ok(quote!(#request #request_body #accept #response))
}

fn method<'s>(document: &Document<'s>, operation: &Operation<'s>, types: &Types<'s>) -> Checked<TokenStream> {
    let docs = docs(&operation_text(operation));
    let (name, request, response) = (method_name(operation), request_type(operation), response_type(operation));
    let (argument, body) = match crud::body(document, operation, types)? {
        // A list without parameters.
        Some(body) if operation.parameters.is_empty() && operation.body.is_none() && operation.produces().len() < 2 => {
            (quote!(_request), quote!({ async move { #body } }))
        }
        Some(body) => (quote!(request), quote!({ async move { #body } })),
        None => (quote!(request), quote!(;)),
    };
    Ok(quote! {
        #(#[doc = #docs])*
        fn #name(&self, #argument: #request) -> impl Future<Output = Result<#response, Error>> + Send #body
    })
}

fn operation_text(operation: &Operation<'_>) -> String {
    let heading = format!("`{} {}`", operation.method, operation.path);
    let deprecated = operation.deprecated.then_some("Deprecated.");
    let security = security_text(&operation.security);
    let parts = [Some(heading.as_str()), operation.summary, operation.description, deprecated, security.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

fn request(operation: &Operation<'_>, types: &Types<'_>) -> TokenStream {
    let name = request_type(operation);
    let text = format!(" The request of `{}`.", operation.id);
    let parameters = fields(operation).into_iter().zip(&operation.parameters).map(|(field, parameter)| {
        let docs = docs(parameter.description.unwrap_or(parameter.name));
        let kind = types.path(&parameter.schema);
        let kind = if is_given(parameter) { kind } else { quote!(Option<#kind>) };
        quote!(#(#[doc = #docs])* pub #field: #kind)
    });
    let accept = (operation.produces().len() > 1).then(|| {
        let kind = accept_type(operation);
        quote!(#[doc = " The negotiated media type of the response."] pub accept: #kind,)
    });
    let body = operation.body.iter().map(|body| {
        let docs = docs(body.description.unwrap_or("The request body."));
        let kind = match request_contents(operation).as_slice() {
            [part] => part.request_type(types),
            _ => {
                let kind = request_body_type(operation);
                quote!(#kind)
            }
        };
        let kind = if body.required { kind } else { quote!(Option<#kind>) };
        quote!(#(#[doc = #docs])* pub body: #kind)
    });
    let identity = identity_type(&operation.security)
        .map(|kind| quote!(#[doc = " The authenticated caller."] pub identity: #kind,));
    let derives = request_derives(operation);
    quote! {
        #[doc = #text]
        #derives
        pub struct #name { #identity #(#parameters,)* #accept #(#body,)* }
    }
}

/// A streamed body can be neither cloned nor compared.
fn request_derives(operation: &Operation<'_>) -> TokenStream {
    let streamed = request_contents(operation).iter().any(|part| part.content.schema.is_none());
    if streamed { quote!(#[derive(Debug)]) } else { quote!(#[derive(Clone, Debug, PartialEq)]) }
}

/// The enum of the media types of a request body, if there are several.
fn request_body(operation: &Operation<'_>, types: &Types<'_>) -> Option<TokenStream> {
    let parts = request_contents(operation);
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

/// The enum of the media types that the operation produces, if there are several.
fn accept(operation: &Operation<'_>) -> Option<TokenStream> {
    let produces = operation.produces();
    if produces.len() < 2 {
        return None;
    }
    let name = accept_type(operation);
    let text = format!(" The media types that `{}` produces.", operation.id);
    let variants: Vec<Ident> = media_names(produces.iter().copied()).iter().map(|name| type_name(name)).collect();
    let docs = produces.iter().map(|media_type| format!(" `{media_type}`"));
    let count = Literal::usize_unsuffixed(variants.len());
    Some(quote! {
        #[doc = #text]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum #name { #(#[doc = #docs] #variants,)* }

        impl #name {
            const ALL: [Self; #count] = [#(Self::#variants),*];
        }
    })
}
