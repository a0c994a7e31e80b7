//! `POST` on a nested collection.

use dropspec_openapi::document::reference_name;
use dropspec_openapi::node::Checked;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::context::OperationContext;
use crate::contents::request_contents;
use crate::items::module_name;
use crate::tables::creation_name;

impl<'p, 's> OperationContext<'p, 's> {
    /// The position of the reference to the row whose nested collection the operation is about.
    pub(super) fn parent_reference(&self) -> Option<usize> {
        let usage =
            self.table.usages.iter().find(|usage| self.document.operations[usage.operation].id == self.operation.id);
        usage?.parent
    }

    /// The type of the row whose nested collection the operation is about.
    pub(super) fn parent_record(&self) -> Option<TokenStream> {
        let reference = &self.table.references[self.parent_reference()?];
        Some(self.types.component(self.document.tables[reference.table].schema))
    }
}

pub(super) fn create_body(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let (record, key) = (context.record(), context.parent_key());
    let created = context.respond(201)?.header("ETag", quote!(stored.etag()));
    let located = !context.table.row_path.is_empty();
    let created = if located { created.header("Location", quote!(stored.location())) } else { created };
    let stored = context.stored(created, |minimal| match located {
        true => minimal.header("Location", quote!(stored.location())),
        false => minimal,
    })?;
    let statuses = [vec![404, 409], context.relation_statuses()].concat();
    // The only reference may be that to the parent, which is 404.
    let only_parent = context.table.references.len() == 1;
    let statuses: Vec<u16> = statuses.into_iter().filter(|status| !(only_parent && *status == 422)).collect();
    let (errors, preferences) = (context.error_arms(&statuses)?, context.preferences()?);
    let parent = context.parent_reference().unwrap_or_default();
    let schema = reference_name_of(context)?;
    let (module, function): (Ident, Ident) = (module_name(context.table), creation_name(context.table, parent, schema));
    Ok(quote! {
        #preferences
        let (record, has_new_key) = tables::#module::#function(request.#key, request.body);
        match ::dropspec::db::create_within::<#record>(self.database(), record, has_new_key, #parent).await {
            #stored
            #errors
        }
    })
}

/// The schema of the body.
fn reference_name_of<'s>(context: &OperationContext<'_, 's>) -> Checked<&'s str> {
    let parts = request_contents(context.operation);
    let schema = match &parts[..] {
        [part] if part.content.media_type == "application/json" => part.content.schema.as_ref(),
        _ => None,
    };
    schema.map(reference_name).transpose()?.flatten().ok_or_else(|| {
        let message = "a row of a nested collection is created from exactly one body, of JSON that refers to a schema";
        context.operation.node.error(message)
    })
}
