//! `POST` on a table.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::contents::request_parts;
use super::super::operations::request_body_type;
use super::Default;
use crate::document::{Read, reference_name};

pub(super) fn body(default: &Default<'_, '_>) -> Read<TokenStream> {
    let record = default.record();
    let created = default
        .answer(201)?
        .header("ETag", quote!(stored.etag()))
        .header("Location", quote!(stored.location()))
        .body(quote!(stored.record))
        .build()?;
    let taken = default.answer(409)?.problem(quote!(problem))?;
    let (posted, body) = posted(default)?;
    Ok(quote! {
        #posted
        Ok(match ::dropspec::table::create::<#record>(self.database(), #body).await? {
            Ok(stored) => #created,
            Err(problem) => #taken,
        })
    })
}

/// The statement that answers the form of a page, where the operation takes one, and the body of any other request.
fn posted(default: &Default<'_, '_>) -> Read<(Option<TokenStream>, TokenStream)> {
    let parts = request_parts(default.operation);
    let Some(form) = parts.iter().find(|part| part.content.is_page_form) else {
        return Ok((None, quote!(request.body)));
    };
    let [other] = parts.iter().filter(|part| !part.content.is_page_form).collect::<Vec<_>>()[..] else {
        return Err(form.content.node.error("beside the form of a page there is one other body, which is JSON"));
    };
    let [form_name, name] =
        [form, other].map(|part| part.content.schema.as_ref().and_then(|schema| reference_name(schema).ok()?));
    if form_name.is_none() || form_name != name {
        return Err(form.content.node.error("the form of a page must have the schema that the other body has"));
    }
    let (record, kind) = (default.record(), request_body_type(default.operation));
    let (form, other) = (&form.variant, &other.variant);
    let done =
        default.answer(303)?.header("Location", quote!(::dropspec::table::html::page_of(&stored.record))).build()?;
    let taken = default.answer(409)?.problem(quote!(problem))?;
    let posted = quote! {
        let body = match request.body {
            #kind::#other(body) => body,
            #kind::#form(new) => {
                return Ok(match ::dropspec::table::create::<#record>(self.database(), new).await? {
                    Ok(stored) => #done,
                    Err(problem) => #taken,
                });
            }
        };
    };
    Ok((Some(posted), quote!(body)))
}
