//! The bodies of documented errors: one type, or an enum if they differ.

use dropspec_openapi::document::{MediaKind, Operation, Response, Status};
use http::Method;
use proc_macro2::TokenStream;
use quote::quote;

use super::bodies::value_type;
use super::items::OperationNames;
use crate::model::Types;
use crate::rust::docs::docs;
use crate::rust::names::status_variant;

/// The documented errors of an operation.
pub(super) struct Errors {
    /// The type of their bodies.
    pub(super) kind: TokenStream,
    /// The expression for each of them.
    pub(super) arms: Vec<(Status, TokenStream)>,
    /// The enum of their bodies, if they differ.
    pub(super) code: TokenStream,
}

impl Errors {
    /// The documented errors of an operation.
    pub(super) fn read(
        operation: &Operation<'_>,
        responses: Vec<&Response<'_>>,
        names: &OperationNames,
        types: &Types<'_>,
    ) -> Self {
        let bodies: Vec<_> = responses.iter().map(|response| ErrorBody::read(operation, response, types)).collect();
        let Some(first) = bodies.first() else {
            let kind = quote!(::std::convert::Infallible);
            return Self { kind, arms: Vec::new(), code: TokenStream::new() };
        };
        if bodies.iter().all(|body| body.kind.to_string() == first.kind.to_string()) {
            let identity = quote!(::std::convert::identity);
            let arms = responses.iter().zip(&bodies).map(|(response, body)| (response.status, body.arm(&identity)));
            return Self { kind: first.kind.clone(), arms: arms.collect(), code: TokenStream::new() };
        }
        let name = &names.error;
        let mut arms = Vec::new();
        let mut variants = Vec::new();
        for (response, body) in responses.iter().zip(&bodies) {
            let (variant, kind) = (status_variant(response.status), &body.kind);
            let text = docs(&format!("{}: {}", response.status.text(), response.description));
            variants.push(match body.read {
                Read::Empty => quote!(#(#[doc = #text])* #variant),
                _ => quote!(#(#[doc = #text])* #variant(#kind)),
            });
            arms.push((response.status, body.arm(&quote!(#name::#variant))));
        }
        let text = format!(" The body of an error of [`Client::{}`].", names.method);
        let code = quote! {
            #[doc = #text]
            #[derive(Clone, Debug, PartialEq)]
            #[allow(clippy::large_enum_variant)]
            pub enum #name { #(#variants,)* }
        };
        Self { kind: quote!(#name), arms, code }
    }
}

/// The body of an error.
struct ErrorBody {
    kind: TokenStream,
    read: Read,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Read {
    Empty,
    Json,
    Text,
    Bytes,
}

impl ErrorBody {
    /// The body in JSON, or else that of the first media type.
    fn read(operation: &Operation<'_>, response: &Response<'_>, types: &Types<'_>) -> Self {
        let is_json = |kind| kind == MediaKind::Json;
        let json = response.contents.iter().find(|content| is_json(content.kind));
        let content = json.or(response.contents.first()).filter(|_| operation.method != Method::HEAD);
        let Some(content) = content else { return Self { kind: quote!(()), read: Read::Empty } };
        match (&content.schema, content.kind) {
            (Some(schema), MediaKind::Json) => Self { kind: value_type(content, schema, types), read: Read::Json },
            (Some(_), MediaKind::Text) => Self { kind: quote!(::std::string::String), read: Read::Text },
            _ => Self { kind: quote!(::dropspec_client::Bytes), read: Read::Bytes },
        }
    }

    fn arm(&self, wrap: &TokenStream) -> TokenStream {
        match self.read {
            Read::Empty if wrap.to_string().contains("identity") => quote!(Err(response.empty_error(()).await)),
            Read::Empty => quote!(Err(response.empty_error(#wrap).await)),
            Read::Json => quote!(Err(response.json_error(#wrap).await)),
            Read::Text => quote!(Err(response.text_error(#wrap).await)),
            Read::Bytes => quote!(Err(response.bytes_error(#wrap).await)),
        }
    }
}
