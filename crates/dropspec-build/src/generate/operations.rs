//! The trait with a method per operation, the request structs and the response enums.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::names::{constant_name, field_name, header_field, status_constant, status_variant, type_name};
use super::objects::is_covered;
use super::schemas::response_name;
use super::types::Types;
use crate::document::{Document, Header, HeaderKind, Operation, Read, Response};

/// The media type whose bodies are the run-time library's problems.
pub(super) const PROBLEM_JSON: &str = "application/problem+json";

/// The trait and all that its methods take and give.
pub(super) fn operations(document: &Document<'_>, types: &Types) -> Read<TokenStream> {
    let title = format!(" The operations of {}, version {}.", document.title, document.version);
    let mut methods = TokenStream::new();
    let mut items = TokenStream::new();
    for operation in &document.operations {
        methods.extend(method(operation));
        items.extend(request(operation, types));
        items.extend(response(document, operation, types)?);
    }
    Ok(quote! {
        #[doc = #title]
        pub trait Api: Send + Sync + 'static {
            #methods
        }

        #items
    })
}

fn method(operation: &Operation<'_>) -> TokenStream {
    let docs = docs(&operation_text(operation));
    let (name, request, response) = (field_name(operation.id), request_type(operation), response_type(operation));
    quote! {
        #(#[doc = #docs])*
        fn #name(&self, request: #request) -> impl Future<Output = Result<#response, Fault>> + Send;
    }
}

/// The name of the request struct.
pub(super) fn request_type(operation: &Operation<'_>) -> proc_macro2::Ident {
    type_name(&format!("{}_request", operation.id))
}

/// The name of the response enum.
pub(super) fn response_type(operation: &Operation<'_>) -> proc_macro2::Ident {
    type_name(&format!("{}_response", operation.id))
}

fn operation_text(operation: &Operation<'_>) -> String {
    let heading = format!("`{} {}`", operation.method, operation.path);
    let parts = [Some(heading.as_str()), operation.summary, operation.description];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// The lines of a text, as doc comments have them.
fn docs(text: &str) -> Vec<String> {
    text.trim_end().lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") }).collect()
}

fn request(operation: &Operation<'_>, types: &Types) -> TokenStream {
    let name = request_type(operation);
    let text = format!(" What `{}` takes.", operation.id);
    let parameters = operation.parameters.iter().map(|parameter| {
        let docs = docs(parameter.description.unwrap_or(parameter.name));
        let (field, kind) = (field_name(parameter.name), types.of(&parameter.schema));
        let given = parameter.required || has_default(&parameter.schema);
        let kind = if given { kind } else { quote!(Option<#kind>) };
        quote!(#(#[doc = #docs])* pub #field: #kind)
    });
    let body = operation.body.iter().map(|body| {
        let docs = docs(body.description.unwrap_or("The request body."));
        let kind = types.of(&body.schema);
        quote!(#(#[doc = #docs])* pub body: #kind)
    });
    quote! {
        #[doc = #text]
        #[derive(Clone, Debug, PartialEq)]
        pub struct #name { #(#parameters,)* #(#body,)* }
    }
}

/// Whether the schema says what an absent value stands for.
pub(super) fn has_default(schema: &crate::document::Node<'_>) -> bool {
    schema.resolve().is_ok_and(|target| target.get("default").is_some())
}

fn response(document: &Document<'_>, operation: &Operation<'_>, types: &Types) -> Read<TokenStream> {
    let name = response_type(operation);
    let text = format!(" What `{}` answers: one variant per response of the document.", operation.id);
    let variants = operation.responses.iter().map(|response| variant(response, types));
    let arms = operation.responses.iter().map(|response| arm(document, operation, response));
    let arms = arms.collect::<Read<Vec<_>>>()?;
    Ok(quote! {
        #[doc = #text]
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::large_enum_variant)]
        pub enum #name { #(#variants,)* }

        impl #name {
            /// The answer as the pipeline sends it.
            fn into_reply(self) -> Result<Reply, Fault> {
                match self { #(#arms)* }
            }
        }
    })
}

fn variant(response: &Response<'_>, types: &Types) -> TokenStream {
    let name = status_variant(response.status);
    let docs = docs(&format!("{}: {}", response.status.as_u16(), response.description));
    let body = response.content.as_ref().map(|(media_type, schema)| match *media_type {
        PROBLEM_JSON => quote!(Problem),
        _ => types.of(schema),
    });
    if response.headers.is_empty() {
        let body = body.map(|kind| quote!((#kind)));
        return quote!(#(#[doc = #docs])* #name #body);
    }
    let body = body.map(|kind| quote!(/** The body. */ body: #kind,));
    let headers = response.headers.iter().map(header_declaration);
    quote!(#(#[doc = #docs])* #name { #body #(#headers,)* })
}

fn header_declaration(header: &Header<'_>) -> TokenStream {
    let docs = docs(header.description.unwrap_or(header.name));
    let name = header_field(header.name);
    let kind = match header.kind {
        HeaderKind::Text => quote!(String),
        HeaderKind::Integer => quote!(i64),
    };
    let kind = if header.required { kind } else { quote!(Option<#kind>) };
    quote!(#(#[doc = #docs])* #name: #kind)
}

fn arm(document: &Document<'_>, operation: &Operation<'_>, response: &Response<'_>) -> Read<TokenStream> {
    let name = status_variant(response.status);
    let body = response.content.as_ref().map(|_| format_ident!("body"));
    let headers: Vec<_> = response.headers.iter().map(|header| header_field(header.name)).collect();
    let pattern = match (&body, headers.is_empty()) {
        (Some(body), true) => quote!(Self::#name(#body)),
        (None, true) => quote!(Self::#name),
        (body, false) => {
            let body = body.as_ref().map(|body| quote!(#body,));
            quote!(Self::#name { #body #(#headers,)* })
        }
    };
    let (reply, may_fail) = reply(document, operation, response)?;
    if headers.is_empty() {
        return Ok(if may_fail { quote!(#pattern => #reply,) } else { quote!(#pattern => Ok(#reply),) });
    }
    let question_mark = may_fail.then(|| quote!(?));
    let set = response.headers.iter().map(|header| {
        let (name, field) = (header.name.to_lowercase(), header_field(header.name));
        if header.required {
            quote!(reply = reply.header(#name, #field)?;)
        } else {
            quote!(if let Some(value) = #field { reply = reply.header(#name, value)?; })
        }
    });
    Ok(quote!(#pattern => { let mut reply = #reply #question_mark; #(#set)* Ok(reply) }))
}

/// The reply, and whether it is the `Result` of one.
fn reply(document: &Document<'_>, operation: &Operation<'_>, response: &Response<'_>) -> Read<(TokenStream, bool)> {
    let status = status_constant(response.status);
    let status = quote!(StatusCode::#status);
    Ok(match &response.content {
        None => (quote!(Reply::empty(#status)), false),
        Some((PROBLEM_JSON, _)) => (quote!(Reply::problem(#status, body)), false),
        Some((media_type, node)) => {
            let schema = constant_name(&response_name(operation, response));
            let encode = if is_covered(document, node)? { quote!(json) } else { quote!(json_by_serde) };
            (quote!(Reply::#encode(#status, #media_type, &body, &schemas::#schema)), true)
        }
    })
}
