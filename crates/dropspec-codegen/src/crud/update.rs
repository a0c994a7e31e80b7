//! `PUT` on a row.

use dropspec_openapi::document::{is_required, property, reference_name};
use dropspec_openapi::node::Read;
use proc_macro2::TokenStream;
use quote::quote;

use super::context::Default;
use crate::contents::request_parts;
use crate::rust::names::field_name;

pub(super) fn body(default: &Default<'_, '_>) -> Read<TokenStream> {
    let (record, module, key) = (default.record(), default.module(), default.key());
    let (conditions, statuses) = default.conditions()?;
    let updated = default.answer(200)?.header("ETag", quote!(stored.etag()));
    let (stored, refused) = (default.stored(updated, |minimal| minimal)?, default.refused(&statuses)?);
    let (preferences, same_key) = (default.preferences()?, same_key(default)?);
    Ok(quote! {
        #same_key
        #preferences
        let changes = #module::Changes::from(request.body);
        match ::dropspec::table::update::<#record>(self.database(), request.#key, changes, #conditions).await {
            #stored
            #refused
        }
    })
}

/// A key in the body must be that of the path.
fn same_key(default: &Default<'_, '_>) -> Read<Option<TokenStream>> {
    let parts = request_parts(default.operation);
    let schema = parts.first().and_then(|part| part.content.schema.as_ref());
    let Some(schema) = schema.filter(|schema| matches!(reference_name(schema), Ok(Some(_)))) else {
        return Err(default.operation.node.error("the body must have a schema with a name under components"));
    };
    let (record, key) = (default.record(), default.key());
    let name = default.table.key().property;
    if property(schema, name)?.is_none() {
        return Ok(None);
    }
    let field = field_name(name);
    let given = if is_required(schema, name)? {
        quote!(Some(&request.body.#field))
    } else {
        quote!(request.body.#field.as_ref())
    };
    let other = default.answer(409)?.problem(quote!(refused.problem))?;
    Ok(Some(quote! {
        if #given.is_some_and(|key| *key != request.#key) {
            let refused = ::dropspec::table::Refused::other_key(<#record as ::dropspec::table::Record>::TABLE, &request.#key);
            return Ok(#other);
        }
    }))
}
