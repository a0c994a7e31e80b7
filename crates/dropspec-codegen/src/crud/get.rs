//! `GET` on a row.

use dropspec_openapi::node::Checked;
use proc_macro2::TokenStream;
use quote::quote;

use super::context::OperationContext;
use super::list::media_type;
use super::response::ResponseExpression;
use crate::contents::BodyContent;

pub(super) fn body(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let (record, key, media_type) = (context.record(), context.key(), media_type(context));
    let if_none_match = context.header("If-None-Match")?;
    let formats = context.other_formats()?;
    let row = |part: &BodyContent<'_, '_>| row(context, part, &formats);
    let expansion = context.expansion()?;
    if if_none_match.is_none() && expansion.is_none() {
        let tag = quote!(::dropspec::db::etag(stored.version, #media_type));
        let found = with_patches(context, context.respond(200)?.header("ETag", tag));
        let (found, errors) = (found.bodies(row)?.build()?, context.error_arms(&[404])?);
        return Ok(quote! {
            match ::dropspec::db::get::<#record>(self.database(), &#key).await {
                Ok(stored) => Ok(#found),
                #errors
            }
        });
    }
    let found = with_patches(context, context.respond(200)?.header("ETag", quote!(etag)));
    let etag = if found.has_header("ETag") { quote!(etag) } else { quote!(_) };
    let found = found.bodies(row)?.build()?;
    let (had, unchanged, statuses) = match if_none_match {
        Some(had) => {
            let unchanged = context.respond(304)?.header("ETag", quote!(etag)).build()?;
            (had, quote!(Ok(::dropspec::db::Reading::NotModified(etag)) => Ok(#unchanged),), vec![400, 404])
        }
        None => {
            let unchanged = quote!(Err(Error::internal(format!("unexpected match of {etag}"))));
            (quote!(None), quote!(Ok(::dropspec::db::Reading::NotModified(etag)) => #unchanged,), vec![404])
        }
    };
    let errors = context.error_arms(&statuses)?;
    let read = match expansion {
        None => quote!(read::<#record>(self.database(), #key, had, #media_type)),
        Some(expansion) => {
            quote!(read_expanded::<#record>(self.database(), #key, had, #media_type, &#expansion))
        }
    };
    Ok(quote! {
        let had = #had;
        match ::dropspec::db::#read.await {
            Ok(::dropspec::db::Reading::Row(stored, #etag)) => Ok(#found),
            #unchanged
            #errors
        }
    })
}

/// Adds `Accept-Patch` if the row can be patched.
fn with_patches<'p, 's>(
    context: &OperationContext<'p, 's>,
    found: ResponseExpression<'p, 's>,
) -> ResponseExpression<'p, 's> {
    match context.accepted_patches() {
        Some(accepted) => found.header("Accept-Patch", quote!(#accepted.to_owned())),
        None => found,
    }
}

/// The row in a media type.
fn row(context: &OperationContext<'_, '_>, part: &BodyContent<'_, '_>, formats: &[&str]) -> Checked<TokenStream> {
    match part.content.media_type {
        "application/json" => Ok(quote!(stored.record)),
        "text/html" => {
            context.reject_pages(&part.content.node)?;
            Ok(quote!(::dropspec::html::record_page(&stored, &[#(#formats),*])?))
        }
        other => Err(part
            .content
            .node
            .error(format!("a row cannot be written as {other}; use application/json or text/html"))),
    }
}
