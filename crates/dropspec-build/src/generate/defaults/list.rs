//! `GET` on a table.

use proc_macro2::TokenStream;
use quote::quote;

use super::Default;
use crate::document::{Query, Read};

pub(super) fn body(default: &Default<'_, '_>) -> Read<TokenStream> {
    let record = default.record();
    let fields = super::super::fields::fields(default.operation);
    let mut limit = None;
    for (parameter, field) in default.operation.parameters.iter().zip(fields) {
        match default.table.query(parameter) {
            Some(Query::Limit) => limit = Some(field),
            _ => return Err(parameter.node.error("the list of a table does not know this parameter")),
        }
    }
    let limit = limit.ok_or_else(|| default.operation.node.error("the list of a table must have a `limit`"))?;
    let answer = default.answer(200)?.body(quote!(records)).build()?;
    Ok(quote! {
        let records = ::dropspec::table::first::<#record>(self.database(), request.#limit.into()).await?;
        Ok(#answer)
    })
}
