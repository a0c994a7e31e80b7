//! The response enums, and their conversion to HTTP responses.

use dropspec_openapi::document::{Header, HeaderKind, MediaKind, Operation, PROBLEM_JSON, Response, Status};
use dropspec_openapi::node::Checked;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::contents::{BodyContent, response_contents};
use crate::items::{body_type, header_name, response_type};
use crate::rust::docs::docs;
use crate::rust::names::{constant_name, header_field, status_variant};
use crate::type_names::TypeNames;

/// The response enum of an operation, with the enums of its bodies.
pub(super) fn response(operation: &Operation<'_>, types: &TypeNames<'_>) -> Checked<TokenStream> {
    let name = response_type(operation);
    let text = format!(" The response of `{}`: one variant per response of the document.", operation.id);
    let variants = operation.responses.iter().map(|response| variant(operation, response, types));
    let arms = operation.responses.iter().map(|response| arm(types, operation, response));
    let arms = arms.collect::<Checked<Vec<_>>>()?;
    let bodies = operation.responses.iter().filter_map(|response| body_enum(operation, response, types));
    let derives = derives(operation.responses.iter().flat_map(|response| response_contents(operation, response)));
    Ok(quote! {
        #[doc = #text]
        #derives
        #[allow(clippy::large_enum_variant)]
        pub enum #name { #(#variants,)* }

        impl IntoResponse for #name {
            fn into_response(self) -> Result<Response, Error> {
                match self { #(#arms)* }
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

fn body_enum(operation: &Operation<'_>, response: &Response<'_>, types: &TypeNames<'_>) -> Option<TokenStream> {
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

fn variant(operation: &Operation<'_>, response: &Response<'_>, types: &TypeNames<'_>) -> TokenStream {
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
    let headers = response.headers.iter().map(|header| header_declaration(header, types));
    quote!(#(#[doc = #docs])* #name { #status #body #(#headers,)* })
}

fn header_declaration(header: &Header<'_>, types: &TypeNames<'_>) -> TokenStream {
    let docs = docs(header.description.unwrap_or(header.name));
    let name = header_field(header.name);
    let kind = match header.kind {
        HeaderKind::Text => quote!(String),
        HeaderKind::Integer => quote!(i64),
        HeaderKind::Value(_) | HeaderKind::Json => types.path(&header.schema),
    };
    let kind = if header.required { kind } else { quote!(Option<#kind>) };
    quote!(#(#[doc = #docs])* #name: #kind)
}

fn arm(types: &TypeNames<'_>, operation: &Operation<'_>, response: &Response<'_>) -> Checked<TokenStream> {
    let name = status_variant(response.status);
    let parts = response_contents(operation, response);
    let body = (!parts.is_empty()).then(|| format_ident!("body"));
    let headers: Vec<_> = response.headers.iter().map(|header| header_field(header.name)).collect();
    let (status, status_field) = match response.status {
        Status::Code(code) => (status_of(code), None),
        Status::Class(_) => (quote!(StatusCode::from(status)), Some(quote!(status,))),
        Status::Default => (quote!(status), Some(quote!(status,))),
    };
    let pattern = match (&body, headers.is_empty() && status_field.is_none()) {
        (Some(body), true) => quote!(Self::#name(#body)),
        (None, true) => quote!(Self::#name),
        (body, false) => {
            let body = body.as_ref().map(|body| quote!(#body,));
            quote!(Self::#name { #status_field #body #(#headers,)* })
        }
    };
    let (expression, may_fail) = match parts.as_slice() {
        [] => (quote!(Response::empty(#status)), false),
        [part] => encode_body(types, part, &status)?,
        several => encode_any_body(types, operation, response, several, &status)?,
    };
    if headers.is_empty() {
        return Ok(if may_fail { quote!(#pattern => #expression,) } else { quote!(#pattern => Ok(#expression),) });
    }
    let question_mark = may_fail.then(|| quote!(?));
    let set = response.headers.iter().map(|header| set_header(operation, response, header));
    Ok(quote!(#pattern => { let mut response = #expression #question_mark; #(#set)* Ok(response) }))
}

fn status_of(code: http::StatusCode) -> TokenStream {
    match code.canonical_reason() {
        Some(reason) => {
            let name = constant_name(&reason.replace('\'', ""));
            quote!(StatusCode::#name)
        }
        None => {
            let number = code.as_u16();
            quote!(StatusCode::from_u16(#number).map_err(::http::Error::from)?)
        }
    }
}

fn set_header(operation: &Operation<'_>, response: &Response<'_>, header: &Header<'_>) -> TokenStream {
    let (name, field) = (header.name.to_lowercase(), header_field(header.name));
    let value = if header.required { quote!(#field) } else { quote!(value) };
    let schema = constant_name(&header_name(operation, response, header));
    let set = if header.kind == HeaderKind::Json {
        quote!(response = response.json_header(#name, &#value, &schemas::#schema)?;)
    } else if header.is_checked() {
        let explode = format_ident!("{}", if header.kind == HeaderKind::Value(true) { "Yes" } else { "No" });
        quote!(response = response.styled_header(#name, &#value, ::dropspec::parameter::Explode::#explode, &schemas::#schema)?;)
    } else {
        quote!(response = response.header(#name, #value)?;)
    };
    if header.required { set } else { quote!(if let Some(value) = #field { #set }) }
}

/// The response for whichever variant of the body, and whether creating it may fail.
fn encode_any_body(
    types: &TypeNames<'_>,
    operation: &Operation<'_>,
    response: &Response<'_>,
    parts: &[BodyContent<'_, '_>],
    status: &TokenStream,
) -> Checked<(TokenStream, bool)> {
    let name = body_type(operation, response);
    let expressions = parts.iter().map(|part| encode_body(types, part, status)).collect::<Checked<Vec<_>>>()?;
    let may_fail = expressions.iter().any(|(_, may_fail)| *may_fail);
    let arms = parts.iter().zip(expressions).map(|(part, (expression, fails))| {
        let variant = &part.variant;
        let expression = if may_fail && !fails { quote!(Ok(#expression)) } else { expression };
        quote!(#name::#variant(body) => #expression,)
    });
    Ok((quote!(match body { #(#arms)* }), may_fail))
}

/// The response with a body, and whether creating it may fail.
fn encode_body(
    types: &TypeNames<'_>,
    part: &BodyContent<'_, '_>,
    status: &TokenStream,
) -> Checked<(TokenStream, bool)> {
    let content = part.content;
    let (media_type, schema) = (content.sent_media_type(), constant_name(&part.schema_name));
    Ok(match &content.schema {
        Some(_) if content.media_type == PROBLEM_JSON => (quote!(Response::problem(#status, body)), false),
        _ if part.is_listing() => (quote!(Response::listing(#status, #media_type, body, &schemas::#schema)), false),
        Some(_) if part.is_encoded() && content.kind == MediaKind::Text => {
            (quote!(Response::text(#status, #media_type, &body, &schemas::#schema)), true)
        }
        Some(node) if part.is_encoded() => {
            let encode = if types.is_covered(node)? { quote!(json) } else { quote!(json_with_serde) };
            (quote!(Response::#encode(#status, #media_type, &body, &schemas::#schema)), true)
        }
        _ if content.is_range() => (quote!(Response::content_within(#status, #media_type, body)), true),
        _ => (quote!(Response::content(#status, #media_type, body)), false),
    })
}
