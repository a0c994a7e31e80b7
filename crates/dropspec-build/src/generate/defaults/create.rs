//! `POST` on a table.

use proc_macro2::TokenStream;
use quote::quote;

use super::Default;
use crate::document::Read;

pub(super) fn body(default: &Default<'_, '_>) -> Read<TokenStream> {
    let record = default.record();
    let created = default
        .answer(201)?
        .header("ETag", quote!(stored.etag()))
        .header("Location", quote!(stored.location()))
        .body(quote!(stored.record))
        .build()?;
    let taken = default.answer(409)?.problem(quote!(problem))?;
    Ok(quote! {
        Ok(match ::dropspec::table::create::<#record>(self.database(), request.body).await? {
            Ok(stored) => #created,
            Err(problem) => #taken,
        })
    })
}
