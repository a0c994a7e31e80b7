//! `PATCH` on a row.

use dropspec_openapi::document::properties;
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::TokenStream;
use quote::quote;

use super::context::OperationContext;
use crate::contents::{BodyContent, request_contents};
use crate::items::request_body_type;
use crate::rust::names::field_name;

/// The media types of patches, and their constructors.
const MERGE: (&str, &str) = ("application/merge-patch+json", "merge");
const OPERATIONS: (&str, &str) = ("application/json-patch+json", "operations");

pub(super) fn body(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let (record, key) = (context.record(), context.key());
    let (conditions, mut statuses) = context.preconditions()?;
    statuses.extend([400, 409]);
    statuses.extend(context.change_statuses());
    let patch = patch(context)?;
    let patched = context.respond(200)?.header("ETag", quote!(stored.etag()));
    let (stored, errors) = (context.stored(patched, |minimal| minimal)?, context.error_arms(&statuses)?);
    let preferences = context.preferences()?;
    Ok(quote! {
        #preferences
        let patch = #patch;
        match ::dropspec::db::patch::<#record>(self.database(), #key, &patch, #conditions).await {
            #stored
            #errors
        }
    })
}

/// The merge patch of the body, which has no other media type.
pub(super) fn merge_patch(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    match &request_contents(context.operation)[..] {
        [part] if part.content.media_type == MERGE.0 => patch(context),
        _ => Err(context.operation.node.error(format!("several rows are patched with {} only", MERGE.0))),
    }
}

/// The patch of the body, by its media type.
fn patch(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let operation = context.operation;
    let Some(body) = operation.body.as_ref().filter(|body| body.required) else {
        return Err(operation.node.error("a patch operation needs a required body"));
    };
    let parts = request_contents(operation);
    let readers = collect(&parts, reader)?;
    if let [reader] = &readers[..] {
        return Ok(quote!(::dropspec::db::Patch::#reader(&request.body)?));
    }
    let kind = request_body_type(operation);
    let arms = parts.iter().zip(&readers).map(|(part, reader)| {
        let variant = &part.variant;
        quote!(#kind::#variant(body) => ::dropspec::db::Patch::#reader(body)?,)
    });
    debug_assert_eq!(body.contents.len(), parts.len());
    Ok(quote!(match &request.body { #(#arms)* }))
}

fn reader(part: &BodyContent<'_, '_>) -> Checked<TokenStream> {
    let content = part.content;
    let Some((_, reader)) = [MERGE, OPERATIONS].into_iter().find(|(known, _)| *known == content.media_type) else {
        return Err(content.node.error(format!("a row is patched with {} or {}", MERGE.0, OPERATIONS.0)));
    };
    let Some(schema) = &content.schema else { return Err(content.node.error("a patch must have a schema")) };
    if reader == MERGE.1 {
        collect(properties(&schema.resolve()?)?, |(_, property)| match property.resolve()?.get("default") {
            Some(default) => Err(default.error("a merge patch keeps absent properties, so they cannot have a default")),
            None => Ok(()),
        })?;
    }
    let reader = field_name(reader);
    Ok(quote!(#reader))
}
