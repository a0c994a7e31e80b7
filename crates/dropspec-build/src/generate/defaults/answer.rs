//! Answers as variants of a response enum.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::contents::response_parts;
use super::super::names::{header_field, status_variant};
use super::super::operations::response_type;
use crate::document::{Operation, PROBLEM_JSON, Read, Response};

/// A response to be given: its body, and the headers that there is something to say for.
pub(super) struct Answer<'p, 's> {
    operation: &'p Operation<'s>,
    response: &'p Response<'s>,
    body: Option<TokenStream>,
    headers: Vec<(&'static str, TokenStream)>,
}

impl<'p, 's> Answer<'p, 's> {
    pub(super) fn new(operation: &'p Operation<'s>, response: &'p Response<'s>) -> Self {
        Self { operation, response, body: None, headers: Vec::new() }
    }

    /// With a body, of the type that the response has.
    pub(super) fn body(mut self, body: TokenStream) -> Self {
        self.body = Some(body);
        self
    }

    /// With a header, if the response has it: an expression of the type of its field, without the `Option`.
    pub(super) fn header(mut self, name: &'static str, value: TokenStream) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The variant with its body and headers, as an expression. Refuses a response that there is something else in.
    pub(super) fn build(self) -> Read<TokenStream> {
        let Self { operation, response, body, headers } = self;
        let (kind, variant) = (response_type(operation), status_variant(response.status));
        let parts = response_parts(operation, response);
        if parts.len() != usize::from(body.is_some()) {
            return Err(response.node.error(format!(
                "an operation on a table answers this with {}",
                if body.is_some() { "one media type" } else { "no body" }
            )));
        }
        let mut fields = Vec::new();
        for header in &response.headers {
            let field = header_field(header.name);
            let known = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(header.name));
            let Some((_, value)) = known else {
                return Err(header.node.error("an operation on a table has nothing to say in this header"));
            };
            fields.push(if header.required { quote!(#field: #value) } else { quote!(#field: Some(#value)) });
        }
        Ok(match (body, fields.is_empty()) {
            (None, true) => quote!(#kind::#variant),
            (Some(body), true) => quote!(#kind::#variant(#body)),
            (body, false) => {
                // The headers first: the body is taken out of what they are made of.
                let body = body.map(|body| quote!(body: #body));
                quote!(#kind::#variant { #(#fields,)* #body })
            }
        })
    }

    /// The variant with a problem.
    pub(super) fn problem(self, problem: TokenStream) -> Read<TokenStream> {
        let is_problem = response_parts(self.operation, self.response)
            .first()
            .is_some_and(|part| part.content.media_type == PROBLEM_JSON);
        if !is_problem {
            return Err(self.response.node.error(format!("this must be {PROBLEM_JSON}")));
        }
        self.body(problem).build()
    }
}
