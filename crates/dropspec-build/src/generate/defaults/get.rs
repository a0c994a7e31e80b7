//! `GET` on a row.

use proc_macro2::TokenStream;
use quote::quote;

use super::Default;
use super::answer::Answer;
use crate::document::Read;

pub(super) fn body(default: &Default<'_, '_>) -> Read<TokenStream> {
    let (record, key) = (default.record(), default.key());
    let if_none_match = default.header("If-None-Match")?;
    if if_none_match.is_none() {
        default.needs_header(304, "If-None-Match")?;
        let found = default.answer(200)?;
        let found = with_patches(default, found.header("ETag", quote!(stored.etag())));
        let (found, refused) = (found.body(quote!(stored.record)).build()?, default.refused(&[404])?);
        return Ok(quote! {
            match ::dropspec::table::get::<#record>(self.database(), &request.#key).await {
                Ok(stored) => Ok(#found),
                #refused
            }
        });
    }
    let found = with_patches(default, default.answer(200)?.header("ETag", quote!(etag)));
    let found = found.body(quote!(record)).build()?;
    let unchanged = default.answer(304)?.header("ETag", quote!(etag)).build()?;
    let refused = default.refused(&[400, 404])?;
    Ok(quote! {
        let had = #if_none_match;
        match ::dropspec::table::read::<#record>(self.database(), request.#key, had, "application/json").await {
            Ok(::dropspec::table::Reading::Row(record, etag)) => Ok(#found),
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
