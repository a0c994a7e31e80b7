//! `DELETE` on a row.

use dropspec_openapi::node::Checked;
use proc_macro2::TokenStream;
use quote::quote;

use super::context::OperationContext;

pub(super) fn body(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let (record, key) = (context.record(), context.key());
    let (conditions, mut statuses) = context.preconditions()?;
    statuses.extend(context.may_be_in_use().then_some(409));
    let (removed, errors) = (context.respond(204)?.build()?, context.error_arms(&statuses)?);
    Ok(quote! {
        match ::dropspec::db::remove::<#record>(self.database(), #key, #conditions).await {
            Ok(()) => Ok(#removed),
            #errors
        }
    })
}
