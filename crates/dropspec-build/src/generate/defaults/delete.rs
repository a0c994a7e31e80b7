//! `DELETE` on a row.

use proc_macro2::TokenStream;
use quote::quote;

use super::Default;
use crate::document::Read;

pub(super) fn body(default: &Default<'_, '_>) -> Read<TokenStream> {
    let (record, key) = (default.record(), default.key());
    let removed = default.answer(204)?.build()?;
    let missing = default.answer(404)?.problem(quote!(::dropspec::table::missing::<#record>(&request.#key)))?;
    Ok(quote! {
        Ok(match ::dropspec::table::remove::<#record>(self.database(), &request.#key).await? {
            true => #removed,
            false => #missing,
        })
    })
}
