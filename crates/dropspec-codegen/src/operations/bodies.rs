//! How handlers read request bodies.

use dropspec_openapi::document::{MediaKind, Operation, RequestBody, Shape, shape};
use dropspec_openapi::node::Checked;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::parameters::encoding;
use super::writer::HandlerWriter;
use crate::contents::{BodyContent, request_contents};
use crate::items::{module_name, request_body_type};

impl HandlerWriter<'_, '_, '_> {
    /// The statement that reads the body.
    pub(super) fn read_body(&mut self, operation: &Operation<'_>, body: &RequestBody<'_>) -> Checked<TokenStream> {
        let parts = request_contents(operation);
        let kind = request_body_type(operation);
        let last = parts.len() - 1;
        let mut arms = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let read = self.read_part(operation, part)?;
            let wrap = (parts.len() > 1).then(|| {
                let variant = &part.variant;
                quote!(.map(super::#kind::#variant))
            });
            let index_literal = Literal::usize_unsuffixed(index);
            arms.push(if index == last {
                quote!(Ok(_) => #read #wrap,)
            } else {
                quote!(Ok(#index_literal) => #read #wrap,)
            });
        }
        let media_types = parts.iter().map(|part| part.content.media_type);
        let read = quote!(match context.content_type(&[#(#media_types),*]) {
            #(#arms)*
            Err(error) => Err(error),
        });
        let limit = body.max_size.and_then(|most| usize::try_from(most).ok()).map(|most| {
            let most = Literal::usize_unsuffixed(most);
            quote!(context.limit_body(#most);)
        });
        Ok(if body.required {
            quote!(#limit let body = #read;)
        } else {
            quote!(#limit let body = if context.has_body() { #read.map(Some) } else { Ok(None) };)
        })
    }

    fn read_part(&mut self, operation: &Operation<'_>, part: &BodyContent<'_, '_>) -> Checked<TokenStream> {
        let Some(schema) = &part.content.schema else { return Ok(quote!(context.upload())) };
        if part.content.bulk.is_none() && part.content.kind == MediaKind::Bytes {
            return Ok(quote!(context.upload()));
        }
        let decoded = part.content.decoded_schema().unwrap_or(schema);
        let path = self.schemas.request(&part.schema_name, decoded)?;
        if let Some(bulk) = &part.content.bulk {
            let read = if self.types.is_covered(&bulk.items)? { quote!(bulk) } else { quote!(bulk_with_serde) };
            let least = bulk.min_items;
            let most = bulk.max_items.map_or_else(|| quote!(usize::MAX), |most| quote!(#most));
            return Ok(quote!(context.#read(&#path, #least, #most).await));
        }
        Ok(match part.content.kind {
            MediaKind::Bytes | MediaKind::Text => quote!(context.text(&#path).await),
            MediaKind::Json => {
                let object = matches!(shape(schema)?, Some(Shape::Object(_)));
                let is_fast = object && self.types.is_covered(schema)?;
                let read = if is_fast { quote!(json) } else { quote!(json_with_serde) };
                quote!(context.#read(&#path).await)
            }
            MediaKind::Form if part.content.is_page_form => {
                let table = self.document.tables.iter().find(|table| table.scope(operation).is_some()).map(module_name);
                let table = table.map_or_else(|| quote!(None), |table| quote!(Some(&super::tables::#table::TABLE)));
                quote!(::dropspec::html::page_form(context, &#path, #table).await)
            }
            MediaKind::Form | MediaKind::Multipart => {
                let read = if part.content.kind == MediaKind::Form { quote!(form) } else { quote!(multipart) };
                let fields =
                    self.statics.add(&format!("{}_fields", part.schema_name), |name| fields_static(name, part));
                quote!(context.#read(&#path, &#fields).await)
            }
        })
    }
}

/// The static with the encodings of form fields.
fn fields_static(name: &Ident, part: &BodyContent<'_, '_>) -> TokenStream {
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
