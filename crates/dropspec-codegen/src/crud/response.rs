//! Responses as variants of a response enum.

use dropspec_openapi::document::{Operation, PROBLEM_JSON, Response, Status};
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::TokenStream;
use quote::quote;

use crate::contents::{BodyContent, response_contents};
use crate::fields::header_fields;
use crate::items::{accept_type, body_type, response_type};
use crate::rust::names::status_variant;

/// A response under construction: its body and headers.
pub(super) struct ResponseExpression<'p, 's> {
    operation: &'p Operation<'s>,
    response: &'p Response<'s>,
    status: u16,
    body: Option<TokenStream>,
    headers: Vec<(&'static str, HeaderValue)>,
}

/// The value of a header.
enum HeaderValue {
    /// An expression of the type of its field.
    Always(TokenStream),
    /// An expression of an `Option` of that type.
    Maybe(TokenStream),
}

impl<'p, 's> ResponseExpression<'p, 's> {
    pub(super) fn new(operation: &'p Operation<'s>, response: &'p Response<'s>, status: u16) -> Self {
        Self { operation, response, status, body: None, headers: Vec::new() }
    }

    /// Sets the body, an expression of the type of the response.
    pub(super) fn body(mut self, body: TokenStream) -> Self {
        self.body = Some(body);
        self
    }

    /// Sets a body per media type of the response, selected by the negotiated one.
    pub(super) fn bodies(self, body: impl Fn(&BodyContent<'_, '_>) -> Checked<TokenStream>) -> Checked<Self> {
        let parts = response_contents(self.operation, self.response);
        let bodies = collect(&parts, body)?;
        if let [body] = bodies.as_slice() {
            return Ok(self.body(body.clone()));
        }
        let (accept, kind) = (accept_type(self.operation), body_type(self.operation, self.response));
        let variants: Vec<_> = parts.iter().map(|part| &part.variant).collect();
        Ok(self.body(quote!(match request.accept { #(#accept::#variants => #kind::#variants(#bodies),)* })))
    }

    /// Sets a header, if the response declares it: an expression of the type of its field, without the `Option`.
    pub(super) fn header(mut self, name: &'static str, value: TokenStream) -> Self {
        self.headers.push((name, HeaderValue::Always(value)));
        self
    }

    /// Sets a header that may be absent: an expression of an `Option`.
    pub(super) fn optional_header(mut self, name: &'static str, value: TokenStream) -> Self {
        self.headers.push((name, HeaderValue::Maybe(value)));
        self
    }

    /// Whether the response declares a header.
    pub(super) fn has_header(&self, name: &str) -> bool {
        self.response.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name))
    }

    /// The variant with its body and headers as an expression. Rejects declared bodies and headers that have no value.
    pub(super) fn build(self) -> Checked<TokenStream> {
        let Self { operation, response, status, body, headers } = self;
        let (kind, variant) = (response_type(operation), status_variant(response.status));
        if response.contents.is_empty() != body.is_none() {
            let what = if body.is_some() { "a body" } else { "no body" };
            return Err(response.node.error(format!("an operation on a table returns this with {what}")));
        }
        let mut fields: Vec<_> = status_field(response.status, status).into_iter().collect();
        for (header, field) in response.headers.iter().zip(header_fields(response)) {
            let known = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(header.name));
            fields.push(match (known, header.required) {
                (Some((_, HeaderValue::Always(value))), true) | (Some((_, HeaderValue::Maybe(value))), false) => {
                    set(&field, value)
                }
                (Some((_, HeaderValue::Always(value))), false) => quote!(#field: Some(#value)),
                (Some((_, HeaderValue::Maybe(_))), true) => {
                    return Err(header.node.error("this header is not always present; remove `required`"));
                }
                (None, _) => {
                    return Err(header.node.error("this header has no value for an operation on a table; remove it"));
                }
            });
        }
        Ok(match (body, fields.is_empty()) {
            (None, true) => quote!(#kind::#variant),
            (Some(body), true) => quote!(#kind::#variant(#body)),
            (body, false) => {
                // Headers come first: they may borrow from what the body consumes.
                let body = body.map(|body| quote!(body: #body));
                quote!(#kind::#variant { #(#fields,)* #body })
            }
        })
    }

    /// The variant with problem details.
    pub(super) fn problem(self, problem: TokenStream) -> Checked<TokenStream> {
        let parts = response_contents(self.operation, self.response);
        match parts.as_slice() {
            [part] if part.content.media_type == PROBLEM_JSON => self.body(problem).build(),
            _ => Err(self.response.node.error(format!("this response must be {PROBLEM_JSON}"))),
        }
    }
}

/// The initializer of the field with the status, which a response for several statuses has.
fn status_field(declared: Status, status: u16) -> Option<TokenStream> {
    let status = quote!(StatusCode::from_u16(#status).map_err(::http::Error::from)?);
    match declared {
        Status::Code(_) => None,
        Status::Class(class) => {
            Some(quote!(status: ::dropspec::StatusOf::<#class>::try_from(#status).map_err(Error::internal)?))
        }
        Status::Default => Some(quote!(status: #status)),
    }
}

/// A field initializer, in shorthand where possible.
fn set(field: &proc_macro2::Ident, value: &TokenStream) -> TokenStream {
    if *field == value.to_string() { quote!(#field) } else { quote!(#field: #value) }
}
