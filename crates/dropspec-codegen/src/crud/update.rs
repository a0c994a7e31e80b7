//! `PUT` on a row.

use dropspec_openapi::document::{property, reference_name};
use dropspec_openapi::node::{Checked, Node, collect};
use proc_macro2::TokenStream;
use quote::quote;

use super::context::OperationContext;
use crate::contents::request_contents;

pub(super) fn body(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let (record, module, key) = (context.record(), context.module(), context.key());
    let (conditions, mut statuses) = context.preconditions()?;
    statuses.extend(context.change_statuses());
    let updated = context.respond(200)?.header("ETag", quote!(stored.etag()));
    let (stored, errors) = (context.stored(updated, |minimal| minimal)?, context.error_arms(&statuses)?);
    let (preferences, same_key) = (context.preferences()?, same_key(context)?);
    Ok(quote! {
        #same_key
        #preferences
        let changes = #module::Changes::from(request.body);
        match ::dropspec::db::update::<#record>(self.database(), #key, changes, #conditions).await {
            #stored
            #errors
        }
    })
}

/// Rejects a key in the body that differs from the one in the path.
fn same_key(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let parts = request_contents(context.operation);
    let schema = parts.first().and_then(|part| part.content.schema.as_ref());
    let Some(schema) = schema.filter(|schema| matches!(reference_name(schema), Ok(Some(_)))) else {
        return Err(context.operation.node.error("the body must refer to a schema in components"));
    };
    let checks = collect(context.key_parts(), |(name, value)| same_part(context, schema, name, &value))?;
    Ok(quote!(#(#checks)*))
}

/// Rejects a property of the key in the body that differs from the one in the path.
fn same_part(
    context: &OperationContext<'_, '_>,
    schema: &Node<'_>,
    name: &str,
    value: &TokenStream,
) -> Checked<Option<TokenStream>> {
    if property(schema, name)?.is_none() {
        return Ok(None);
    }
    let body = reference_name(schema)?.and_then(|name| context.types.component_struct(name));
    let Some(field) = body.and_then(|body| body.field(name)) else {
        return Err(schema.error("no Rust struct represents this schema, so it cannot replace a row; simplify it"));
    };
    let ident = field.ident();
    let given = match field.options() {
        0 => quote!(Some(&request.body.#ident)),
        _ => quote!(request.body.#ident.as_ref()),
    };
    let other = context.respond(409)?.problem(quote!(rejection.problem))?;
    Ok(Some(quote! {
        if #given.is_some_and(|key| *key != #value) {
            let rejection = ::dropspec::db::Rejection::other_key(#name, &#value);
            return Ok(#other);
        }
    }))
}
