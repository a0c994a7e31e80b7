//! `GET` on a row.

use dropspec_openapi::node::Read;
use proc_macro2::TokenStream;
use quote::quote;

use super::answer::Answer;
use super::context::Default;
use super::list::media_type;
use crate::contents::Part;

pub(super) fn body(default: &Default<'_, '_>) -> Read<TokenStream> {
    let (record, key, media_type) = (default.record(), default.key(), media_type(default));
    let if_none_match = default.header("If-None-Match")?;
    let formats = default.other_formats()?;
    let row = |part: &Part<'_, '_>| row(part, &formats);
    if if_none_match.is_none() {
        default.needs_header(304, "If-None-Match")?;
        let tag = quote!(::dropspec::table::etag(stored.version, #media_type));
        let found = with_patches(default, default.answer(200)?.header("ETag", tag));
        let (found, refused) = (found.bodies(row)?.build()?, default.refused(&[404])?);
        return Ok(quote! {
            match ::dropspec::table::get::<#record>(self.database(), &request.#key).await {
                Ok(stored) => Ok(#found),
                #refused
            }
        });
    }
    let found = with_patches(default, default.answer(200)?.header("ETag", quote!(etag)));
    let found = found.bodies(row)?.build()?;
    let unchanged = default.answer(304)?.header("ETag", quote!(etag)).build()?;
    let refused = default.refused(&[400, 404])?;
    Ok(quote! {
        let had = #if_none_match;
        match ::dropspec::table::read::<#record>(self.database(), request.#key, had, #media_type).await {
            Ok(::dropspec::table::Reading::Row(stored, etag)) => Ok(#found),
            Ok(::dropspec::table::Reading::Unchanged(etag)) => Ok(#unchanged),
            #refused
        }
    })
}

/// With the patches that can be made of the row, if any can.
fn with_patches<'p, 's>(default: &Default<'p, 's>, found: Answer<'p, 's>) -> Answer<'p, 's> {
    match default.accepted_patches() {
        Some(accepted) => found.header("Accept-Patch", quote!(#accepted.to_owned())),
        None => found,
    }
}

/// The row in a media type.
fn row(part: &Part<'_, '_>, formats: &[&str]) -> Read<TokenStream> {
    match part.content.media_type {
        "application/json" => Ok(quote!(stored.record)),
        "text/html" => Ok(quote!(::dropspec::table::html::record(&stored, &[#(#formats),*])?)),
        other => Err(part.content.node.error(format!("the row of a table cannot be written as {other}"))),
    }
}
