//! `DELETE` on a row.

use dropspec_openapi::node::Read;
use proc_macro2::TokenStream;
use quote::quote;

use super::context::Default;

pub(super) fn body(default: &Default<'_, '_>) -> Read<TokenStream> {
    let (record, key) = (default.record(), default.key());
    let (conditions, statuses) = default.conditions()?;
    let (removed, refused) = (default.answer(204)?.build()?, default.refused(&statuses)?);
    Ok(quote! {
        match ::dropspec::table::remove::<#record>(self.database(), request.#key, #conditions).await {
            Ok(()) => Ok(#removed),
            #refused
        }
    })
}
