//! The conversion of response enums to HTTP responses.

use dropspec_openapi::document::{Header, HeaderKind, MediaKind, Operation, PROBLEM_JSON, Response, Status};
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::contents::{BodyContent, response_contents};
use crate::fields::header_fields;
use crate::items::{body_type, header_name};
use crate::model::Types;
use crate::rust::names::status_variant;
use crate::schemas::SchemaStatics;

/// The match arm that converts a variant.
pub(super) fn arm(
    types: &Types<'_>,
    operation: &Operation<'_>,
    response: &Response<'_>,
    schemas: &mut SchemaStatics<'_, '_>,
) -> Checked<TokenStream> {
    let name = status_variant(response.status);
    let parts = response_contents(operation, response);
    let body = (!parts.is_empty()).then(|| quote!(body));
    let headers = header_fields(response);
    let status = match response.status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code.as_u16());
            quote!(#code)
        }
        Status::Class(_) | Status::Default => quote!(status),
    };
    let is_open = !matches!(response.status, Status::Code(_));
    let pattern = match (&body, headers.is_empty() && !is_open) {
        (Some(body), true) => quote!(Self::#name(#body)),
        (None, true) => quote!(Self::#name),
        (body, false) => {
            let fields = is_open.then(|| quote!(status)).into_iter().chain(body.clone());
            quote!(Self::#name { #(#fields,)* #(#headers,)* })
        }
    };
    let bodies = collect(&parts, |part| set_body(types, part, schemas))?;
    let set_headers = collect(response.headers.iter().zip(&headers), |(header, field)| {
        set_header(&header_name(operation, response, header), header, field, schemas)
    })?;
    let start = quote!(Response::builder(#status));
    let built = match bodies.as_slice() {
        [] => start,
        [set] => quote!(#start #set),
        several => {
            let (kind, variants) = (body_type(operation, response), parts.iter().map(|part| &part.variant));
            quote!(match body { #(#kind::#variants(body) => #start #several,)* })
        }
    };
    Ok(quote!(#pattern => #built #(#set_headers)*,))
}

/// The call that sets a header.
fn set_header(
    schema_name: &str,
    header: &Header<'_>,
    field: &Ident,
    schemas: &mut SchemaStatics<'_, '_>,
) -> Checked<TokenStream> {
    let name = header.name.to_lowercase();
    let value = if header.required { quote!(Some(&#field)) } else { quote!(#field.as_ref()) };
    if header.kind == HeaderKind::Json {
        let schema = schemas.response(schema_name, &header.schema)?;
        return Ok(quote!(.json_header(#name, #value, &#schema)));
    }
    if header.is_checked() {
        let explode = format_ident!("{}", if header.kind == HeaderKind::Value(true) { "Yes" } else { "No" });
        let schema = schemas.response(schema_name, &header.schema)?;
        return Ok(quote!(.styled_header(#name, #value, ::dropspec::parameter::Explode::#explode, &#schema)));
    }
    Ok(if header.required { quote!(.header(#name, #field)) } else { quote!(.optional_header(#name, #field)) })
}

/// The call that sets the body.
fn set_body(
    types: &Types<'_>,
    part: &BodyContent<'_, '_>,
    schemas: &mut SchemaStatics<'_, '_>,
) -> Checked<TokenStream> {
    let content = part.content;
    let media_type = content.sent_media_type();
    let Some(schema) = content.schema.as_ref().filter(|_| part.is_listing() || part.is_encoded()) else {
        let set = if content.is_range() { quote!(content_within) } else { quote!(content) };
        return Ok(quote!(.#set(#media_type, body)));
    };
    if content.media_type == PROBLEM_JSON {
        return Ok(quote!(.problem(body)));
    }
    let path = schemas.response(&part.schema_name, schema)?;
    Ok(if part.is_listing() {
        quote!(.listing(#media_type, body, &#path))
    } else if content.kind == MediaKind::Text {
        quote!(.text(#media_type, &body, &#path))
    } else {
        let set = if types.is_covered(schema)? { quote!(json) } else { quote!(json_with_serde) };
        quote!(.#set(#media_type, &body, &#path))
    })
}
