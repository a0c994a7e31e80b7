//! Responses: an enum with a variant for each documented success, and the type of documented errors.

use dropspec_openapi::document::{Header, HeaderKind, Operation, Response, Status};
use dropspec_openapi::node::Checked;
use proc_macro2::TokenStream;
use quote::quote;

use super::errors::Errors;
use super::items::OperationNames;
use super::response_body::Body;
use crate::model::Types;
use crate::rust::distinct::DistinctNames;
use crate::rust::docs::docs;
use crate::rust::names::{header_field, status_variant};

/// The code of the responses of an operation.
pub(super) struct Responses {
    pub(super) code: TokenStream,
    /// The type of the body of documented errors.
    pub(super) error: TokenStream,
}

impl Responses {
    /// The responses of an operation.
    pub(super) fn read(
        operation: &Operation<'_>,
        names: &OperationNames,
        scope: &mut DistinctNames,
        types: &Types<'_>,
    ) -> Checked<Self> {
        let name = &names.response;
        let is_success = |response: &&Response<'_>| {
            response.status.is_redirection() || operation.successes().any(|other| other.status == response.status)
        };
        let (successes, others): (Vec<_>, Vec<_>) = operation.responses.iter().partition(is_success);
        let mut declared = Vec::new();
        let mut arms = Vec::new();
        let mut bodies = Vec::new();
        for response in successes {
            let body = Body::read(operation, response, scope, types);
            let (variant, arm) = success(response, &body, types)?;
            declared.push(variant);
            arms.push((response.status, true, arm));
            bodies.extend(body.map(|body| body.code));
        }
        let errors = Errors::read(operation, others, names, types);
        let error = errors.kind.clone();
        arms.extend(errors.arms.into_iter().map(|(status, arm)| (status, false, arm)));
        // A single status is in the range of its class.
        let is_overlapping = arms.iter().any(|(status, ..)| !matches!(status, Status::Code(_)));
        let allow = is_overlapping.then(|| quote!(#[allow(clippy::match_overlapping_arm)]));
        let arms = ordered(arms);
        let rest = quote!(_ => Err(response.unexpected().await),);
        let code = errors.code;
        let text = format!(
            " The response of [`Client::{}`]: one variant for each successful response of the document.",
            names.method
        );
        Ok(Self {
            error: error.clone(),
            code: quote! {
                #[doc = #text]
                #[derive(Debug)]
                #[allow(clippy::large_enum_variant)]
                pub enum #name { #(#declared,)* }

                impl #name {
                    #allow
                    async fn read(response: ::dropspec_client::Response) -> Result<Self, Error<#error>> {
                        match response.status().as_u16() { #(#arms)* #rest }
                    }
                }

                #(#bodies)*

                #code
            },
        })
    }
}

/// The arms of a match: single statuses, then classes, then all others. Those of errors that do the same are one.
fn ordered(arms: Vec<(Status, bool, TokenStream)>) -> Vec<TokenStream> {
    let mut merged: Vec<(u8, Vec<TokenStream>, TokenStream)> = Vec::new();
    for (status, is_success, arm) in arms {
        let (rank, pattern) = match status {
            Status::Code(code) => {
                let code = code.as_u16();
                (0, quote!(#code))
            }
            Status::Class(class) => {
                let (first, last) = (class * 100, class * 100 + 99);
                (1, quote!(#first..=#last))
            }
            Status::Default if is_success => (2, quote!(200..=299)),
            Status::Default => (2, quote!(300..)),
        };
        let same = merged.iter_mut().find(|(other, _, code)| *other == rank && code.to_string() == arm.to_string());
        match same {
            Some((_, patterns, _)) => patterns.push(pattern),
            None => merged.push((rank, vec![pattern], arm)),
        }
    }
    merged.sort_by_key(|(rank, ..)| *rank);
    merged.into_iter().map(|(_, patterns, arm)| quote!(#(#patterns)|* => #arm,)).collect()
}

/// The variant of a success, and the expression that reads it.
fn success(response: &Response<'_>, body: &Option<Body>, types: &Types<'_>) -> Checked<(TokenStream, TokenStream)> {
    let name = status_variant(response.status);
    let text = docs(&format!("{}: {}", response.status.text(), response.description));
    let head = quote!(#(#[doc = #text])* #name);
    let status = (!matches!(response.status, Status::Code(_))).then(|| {
        (quote!(/** The status. */ status: ::dropspec_client::StatusCode,), quote!(status: response.status(),))
    });
    if response.headers.is_empty() && status.is_none() {
        return Ok(match body {
            Some(Body { kind, read, .. }) => (quote!(#head(#kind)), quote!(Ok(Self::#name(#read)))),
            None => (head, quote!(Ok(Self::#name))),
        });
    }
    let mut names = DistinctNames::with(&["body", "status"]);
    let mut declared = Vec::new();
    let mut read = Vec::new();
    for header in &response.headers {
        let field = names.add(&header_field(header.name));
        let (kind, value) = header_value(header, types)?;
        let text = docs(header.description.unwrap_or(header.name));
        declared.push(quote!(#(#[doc = #text])* #field: #kind,));
        read.push(quote!(#field: #value,));
    }
    let (status, status_read) = status.unzip();
    let (body, body_read) = body
        .as_ref()
        .map(|Body { kind, read, .. }| (quote!(/** The body. */ body: #kind,), quote!(body: #read,)))
        .unzip();
    Ok((quote!(#head { #status #(#declared)* #body }), quote!(Ok(Self::#name { #status_read #(#read)* #body_read }))))
}

/// The type of a header, and the expression that reads it.
fn header_value(header: &Header<'_>, types: &Types<'_>) -> Checked<(TokenStream, TokenStream)> {
    let name = header.name;
    let kind = match header.kind {
        HeaderKind::Text => quote!(String),
        HeaderKind::Integer => quote!(i64),
        HeaderKind::Json => {
            let kind = types.path(&header.schema);
            return Ok(match header.required {
                true => (kind, quote!(response.json_header(#name)?)),
                false => (quote!(Option<#kind>), quote!(response.optional_json_header(#name)?)),
            });
        }
        HeaderKind::Value(_) if header.schema.resolve()?.text("type")? == Some("object") => quote!(String),
        HeaderKind::Value(_) => types.path(&header.schema),
    };
    Ok(if header.required {
        (kind, quote!(response.header(#name)?))
    } else {
        (quote!(Option<#kind>), quote!(response.optional_header(#name)?))
    })
}
