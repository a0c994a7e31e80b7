//! `POST` on a table.

use dropspec_openapi::document::reference_name;
use dropspec_openapi::node::Read;
use proc_macro2::TokenStream;
use quote::quote;

use super::context::Default;
use crate::contents::request_parts;
use crate::items::request_body_type;

pub(super) fn body(default: &Default<'_, '_>) -> Read<TokenStream> {
    let record = default.record();
    let created = default.answer(201)?.header("ETag", quote!(stored.etag()));
    let created = created.header("Location", quote!(stored.location()));
    let stored = default.stored(created, |minimal| minimal.header("Location", quote!(stored.location())))?;
    let (posted, body) = posted(default)?;
    let (create, refused) = match default.header("Idempotency-Key")? {
        None => {
            default.needs_header(422, "Idempotency-Key")?;
            (quote!(::dropspec::table::create::<#record>(self.database(), #body).await), default.refused(&[409])?)
        }
        Some(key) => (once(default, &key, &body), default.refused(&[400, 409, 422])?),
    };
    let preferences = default.preferences()?;
    Ok(quote! {
        #preferences
        #posted
        match #create {
            #stored
            #refused
        }
    })
}

/// The call that stores the row once for each idempotency key.
fn once(default: &Default<'_, '_>, key: &TokenStream, body: &TokenStream) -> TokenStream {
    let (record, operation) = (default.record(), default.operation.id);
    let caller = default.caller();
    quote! {
        match #key {
            None => ::dropspec::table::create::<#record>(self.database(), #body).await,
            Some(key) => {
                let once = ::dropspec::table::Once { operation: #operation, caller: #caller, key };
                ::dropspec::table::create_once::<#record>(self.database(), #body, once).await
            }
        }
    }
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
    let refused = default.refused(&[409])?;
    let posted = quote! {
        let body = match request.body {
            #kind::#other(body) => body,
            #kind::#form(new) => {
                return match ::dropspec::table::create::<#record>(self.database(), new).await {
                    Ok(stored) => Ok(#done),
                    #refused
                };
            }
        };
    };
    Ok((Some(posted), quote!(body)))
}
