//! `POST` on a table.

use dropspec_openapi::document::reference_name;
use dropspec_openapi::node::Checked;
use proc_macro2::TokenStream;
use quote::quote;

use super::context::OperationContext;
use crate::contents::request_contents;
use crate::items::request_body_type;

pub(super) fn body(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let record = context.record();
    let created = context.respond(201)?.header("ETag", quote!(stored.etag()));
    let created = created.header("Location", quote!(stored.location()));
    let stored = context.stored(created, |minimal| minimal.header("Location", quote!(stored.location())))?;
    let (form_branch, body) = form_branch(context)?;
    let (create, errors) = match context.header("Idempotency-Key")? {
        None => {
            let statuses = context.creation_statuses()?;
            if !statuses.contains(&422) {
                context.require_parameter(422, "Idempotency-Key")?;
            }
            (quote!(::dropspec::db::create::<#record>(self.database(), #body).await), context.error_arms(&statuses)?)
        }
        Some(key) => (create_once(context, &key, &body), context.error_arms(&[400, 409, 422])?),
    };
    let preferences = context.preferences()?;
    Ok(quote! {
        #preferences
        #form_branch
        match #create {
            #stored
            #errors
        }
    })
}

/// The call that stores the row once per idempotency key.
fn create_once(context: &OperationContext<'_, '_>, key: &TokenStream, body: &TokenStream) -> TokenStream {
    let (record, operation) = (context.record(), context.operation.id);
    let caller = context.caller();
    quote! {
        match #key {
            None => ::dropspec::db::create::<#record>(self.database(), #body).await,
            Some(key) => {
                let key = ::dropspec::db::IdempotencyKey { operation: #operation, caller: #caller, key };
                ::dropspec::db::create_once::<#record>(self.database(), #body, key).await
            }
        }
    }
}

/// The statement that handles the form of a page, if the operation accepts one, and the body of any other request.
fn form_branch(context: &OperationContext<'_, '_>) -> Checked<(Option<TokenStream>, TokenStream)> {
    let parts = request_contents(context.operation);
    let Some(form) = parts.iter().find(|part| part.content.is_page_form) else {
        return Ok((None, quote!(request.body)));
    };
    context.reject_pages(&form.content.node)?;
    let [other] = parts.iter().filter(|part| !part.content.is_page_form).collect::<Vec<_>>()[..] else {
        return Err(form.content.node.error("beside the form of a page there must be exactly one other body, of JSON"));
    };
    let [form_name, name] =
        [form, other].map(|part| part.content.schema.as_ref().and_then(|schema| reference_name(schema).ok()?));
    if form_name.is_none() || form_name != name {
        return Err(form.content.node.error("the form of a page must have the same named schema as the other body"));
    }
    let (record, kind) = (context.record(), request_body_type(context.operation));
    let (form, other) = (&form.variant, &other.variant);
    let done =
        context.respond(303)?.header("Location", quote!(::dropspec::html::record_href(&stored.record))).build()?;
    let errors = context.error_arms(&context.creation_statuses()?)?;
    let form_branch = quote! {
        let body = match request.body {
            #kind::#other(body) => body,
            #kind::#form(new) => {
                return match ::dropspec::db::create::<#record>(self.database(), new).await {
                    Ok(stored) => Ok(#done),
                    #errors
                };
            }
        };
    };
    Ok((Some(form_branch), quote!(body)))
}
