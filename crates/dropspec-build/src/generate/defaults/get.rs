//! `GET` on a row.

use proc_macro2::TokenStream;
use quote::quote;

use super::Default;
use crate::document::Read;

pub(super) fn body(default: &Default<'_, '_>) -> Read<TokenStream> {
    let (record, key) = (default.record(), default.key());
    let found = default.answer(200)?.header("ETag", quote!(stored.etag())).body(quote!(stored.record)).build()?;
    let missing = default.answer(404)?.problem(quote!(::dropspec::table::missing::<#record>(&request.#key)))?;
    Ok(quote! {
        Ok(match ::dropspec::table::get::<#record>(self.database(), &request.#key).await? {
            Some(stored) => #found,
            None => #missing,
        })
    })
}
