//! Bodies of successful responses: a type, or an enum with a variant for each media type.

use dropspec_openapi::document::{Content, MediaKind, Operation, Response};
use http::Method;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::bodies::{value_type, variants};
use crate::model::Types;
use crate::rust::distinct::DistinctNames;

/// The body of a response.
pub(super) struct Body {
    pub(super) kind: TokenStream,
    /// The expression that reads it from `response`.
    pub(super) read: TokenStream,
    /// The enum of media types, if there are several.
    pub(super) code: TokenStream,
}

impl Body {
    /// The body of a response, if it has one.
    pub(super) fn read(
        operation: &Operation<'_>,
        response: &Response<'_>,
        scope: &mut DistinctNames,
        types: &Types<'_>,
    ) -> Option<Self> {
        // The responses of HEAD have no body.
        if operation.method == Method::HEAD {
            return None;
        }
        let base = format!("{}_{}_body", operation.id, response.status.text());
        match response.contents.as_slice() {
            [] => None,
            [content] => {
                let (kind, read) = content_body(content, types);
                let media_type = content.media_type;
                let read = quote!({ let response = response.of_type(#media_type).await?; #read });
                Some(Self { kind, read, code: TokenStream::new() })
            }
            several => {
                let name = scope.add_type(&base);
                let variants = variants(several.iter().map(|content| content.media_type));
                let parts: Vec<_> = several.iter().map(|content| content_body(content, types)).collect();
                let kinds = parts.iter().map(|(kind, _)| kind);
                let texts = several.iter().map(|content| format!(" `{}`", content.media_type));
                let text = format!(
                    " The body of a response of `{}`: one variant for each media type of the document.",
                    operation.id
                );
                let code = quote! {
                    #[doc = #text]
                    #[derive(Debug)]
                    #[allow(clippy::large_enum_variant)]
                    pub enum #name { #(#[doc = #texts] #variants(#kinds),)* }
                };
                let read = select(&name, several, &variants, &parts);
                Some(Self { kind: quote!(#name), read, code })
            }
        }
    }
}

/// The expression that reads the body by its media type.
fn select(
    name: &Ident,
    contents: &[Content<'_>],
    variants: &[Ident],
    parts: &[(TokenStream, TokenStream)],
) -> TokenStream {
    let mut arms: Vec<(usize, TokenStream)> = contents
        .iter()
        .zip(variants)
        .zip(parts)
        .map(|((content, variant), (_, read))| {
            let media_type = content.media_type.to_ascii_lowercase();
            let (rank, pattern) = match media_type.split_once('*') {
                None => (0, quote!(#media_type)),
                Some(("" | "*", _)) => (2, quote!(media_type if media_type.contains('/'))),
                Some((prefix, _)) => (1, quote!(media_type if media_type.starts_with(#prefix))),
            };
            (rank, quote!(#pattern => #name::#variant(#read),))
        })
        .collect();
    arms.sort_by_key(|(rank, _)| *rank);
    let arms = arms.into_iter().map(|(_, arm)| arm);
    quote!(match response.media_type().as_str() { #(#arms)* _ => return Err(response.unexpected().await) })
}

/// The type of a body, and the expression that reads it.
fn content_body(content: &Content<'_>, types: &Types<'_>) -> (TokenStream, TokenStream) {
    match (&content.schema, content.kind) {
        (Some(schema), MediaKind::Json) => (value_type(content, schema, types), quote!(response.json().await?)),
        (Some(_), MediaKind::Text) if content.rows.is_none() => {
            (quote!(::std::string::String), quote!(response.text().await?))
        }
        _ => (quote!(::dropspec_client::Content), quote!(response.content())),
    }
}
