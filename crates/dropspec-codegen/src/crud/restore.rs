//! `POST` below a row with `x-dropspec-operation: restore`.

use dropspec_openapi::node::Checked;
use proc_macro2::TokenStream;
use quote::quote;

use super::context::OperationContext;

pub(super) fn body(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let operation = context.operation;
    if context.table.soft_delete.is_none() {
        return Err(operation.node.error("only rows of a table with `softDelete` can be restored"));
    }
    if let Some(body) = &operation.body {
        return Err(body.node.error("a restore operation has no body"));
    }
    let (record, key) = (context.record(), context.key());
    let restored = context.respond(200)?.header("ETag", quote!(stored.etag())).body(quote!(stored.record)).build()?;
    let errors = context.error_arms(&[404])?;
    Ok(quote! {
        match ::dropspec::db::restore::<#record>(self.database(), #key).await {
            Ok(stored) => Ok(#restored),
            #errors
        }
    })
}
