//! How handlers read request bodies.

use dropspec_openapi::document::{Document, MediaKind, Operation, RequestBody, Shape, shape};
use dropspec_openapi::node::Checked;
use proc_macro2::TokenStream;
use quote::quote;

use super::parameters::encoding;
use crate::contents::{BodyContent, request_contents};
use crate::items::{module_name, request_body_type};
use crate::rust::names::constant_name;
use crate::type_names::TypeNames;

/// The statement that reads the body.
pub(super) fn read_body(
    document: &Document<'_>,
    types: &TypeNames<'_>,
    operation: &Operation<'_>,
    body: &RequestBody<'_>,
    statics: &mut Vec<TokenStream>,
) -> Checked<TokenStream> {
    let parts = request_contents(operation);
    let kind = request_body_type(operation);
    let last = parts.len() - 1;
    let mut arms = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let read = read_part(document, types, operation, part, statics)?;
        let wrap = (parts.len() > 1).then(|| {
            let variant = &part.variant;
            quote!(.map(super::#kind::#variant))
        });
        arms.push(if index == last { quote!(Ok(_) => #read #wrap,) } else { quote!(Ok(#index) => #read #wrap,) });
    }
    let media_types = parts.iter().map(|part| part.content.media_type);
    let read = quote!(match context.content_type(&[#(#media_types),*]) {
        #(#arms)*
        Err(error) => Err(error),
    });
    let limit =
        body.max_size.and_then(|most| usize::try_from(most).ok()).map(|most| quote!(context.limit_body(#most);));
    Ok(if body.required {
        quote!(#limit let body = #read;)
    } else {
        quote!(#limit let body = if context.has_body() { #read.map(Some) } else { Ok(None) };)
    })
}

fn read_part(
    document: &Document<'_>,
    types: &TypeNames<'_>,
    operation: &Operation<'_>,
    part: &BodyContent<'_, '_>,
    statics: &mut Vec<TokenStream>,
) -> Checked<TokenStream> {
    let Some(schema) = &part.content.schema else { return Ok(quote!(context.upload())) };
    let constant = constant_name(&part.schema_name);
    if let Some(bulk) = &part.content.bulk {
        let read = if types.is_covered(&bulk.items)? { quote!(bulk) } else { quote!(bulk_with_serde) };
        let least = bulk.min_items;
        let most = bulk.max_items.map_or_else(|| quote!(usize::MAX), |most| quote!(#most));
        return Ok(quote!(context.#read(&schemas::#constant, #least, #most).await));
    }
    Ok(match part.content.kind {
        MediaKind::Bytes => quote!(context.upload()),
        MediaKind::Text => quote!(context.text(&schemas::#constant).await),
        MediaKind::Json => {
            let object = matches!(shape(schema)?, Some(Shape::Object(_)));
            let read = if object && types.is_covered(schema)? { quote!(json) } else { quote!(json_with_serde) };
            quote!(context.#read(&schemas::#constant).await)
        }
        MediaKind::Form if part.content.is_page_form => {
            let table = document.tables.iter().find(|table| table.scope(operation).is_some()).map(module_name);
            let table = table.map_or_else(|| quote!(None), |table| quote!(Some(&super::tables::#table::TABLE)));
            quote!(::dropspec::html::page_form(context, &schemas::#constant, #table).await)
        }
        MediaKind::Form | MediaKind::Multipart => {
            let read = if part.content.kind == MediaKind::Form { quote!(form) } else { quote!(multipart) };
            let fields = constant_name(&format!("{}_fields", part.schema_name));
            statics.push(fields_static(&fields, part));
            quote!(context.#read(&schemas::#constant, &#fields).await)
        }
    })
}

/// The static with the encodings of form fields.
fn fields_static(name: &proc_macro2::Ident, part: &BodyContent<'_, '_>) -> TokenStream {
    let fields = part.content.fields.iter().map(|field| {
        let (name, content_types) = (field.name, &field.content_types);
        let encoding = match field.serialization {
            Some(serialization) => {
                let encoding = encoding(serialization);
                quote!(Some(#encoding))
            }
            None => quote!(None),
        };
        quote!(FormField { name: #name, encoding: #encoding, content_types: &[#(#content_types),*] })
    });
    let count = part.content.fields.len();
    quote!(static #name: [FormField; #count] = [#(#fields),*];)
}
