//! The rows that nested collections create: the parent comes from the path.

use dropspec_openapi::document::{Action, Operation, Reference};
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::TokenStream;
use quote::quote;

use super::context::TableContext;
use super::create::{normalized_value, value};
use super::fields::ColumnField;
use crate::rust::names::field_name;

/// The functions that create the rows of nested collections, one for each operation.
pub(super) fn nested_creations(context: &TableContext<'_, '_>) -> Checked<TokenStream> {
    let usages = context.table.usages.iter().filter(|usage| usage.action == Action::NestedCreate);
    let functions = collect(usages, |usage| {
        let operation = &context.document.operations[usage.operation];
        match usage.parent.and_then(|parent| context.table.references.get(parent)) {
            Some(reference) => nested_creation(context, operation, reference),
            None => Ok(TokenStream::new()),
        }
    })?;
    Ok(quote!(#(#functions)*))
}

/// The function that returns the row of a request, and whether its key is new.
fn nested_creation(
    context: &TableContext<'_, '_>,
    operation: &Operation<'_>,
    reference: &Reference<'_>,
) -> Checked<TokenStream> {
    let parent = &context.fields[reference.column];
    let Some((schema, found)) = context.body(operation) else {
        return Err(operation.node.error("the body must refer to a schema in components that is an object"));
    };
    let property = parent.column.property;
    if found.fields.iter().any(|given| given.property == property) {
        let message = format!("`{schema}` must not have `{property}`, which the path has");
        return Err(operation.node.error(message));
    }
    let values = collect(context.fields.iter().enumerate(), |(index, field)| {
        let name = &field.name;
        if index == reference.column {
            let value = in_options(field);
            return Ok(quote!(#name: #value));
        }
        let value = value(context, operation, found, field, index == context.table.key)?;
        let value = normalized_value(field, &value).unwrap_or(value);
        Ok(quote!(#name: #value))
    })?;
    let (name, kind) = (field_name(operation.id), context.types.component(&schema));
    let (record, parent_type) = (context.types.component(context.table.schema), &parent.bare_type);
    let key = context.fields[context.table.key].column.property;
    let has_new_key = match found.fields.iter().find(|given| given.property == key) {
        None => quote!(true),
        Some(given) if given.options() == 0 => quote!(false),
        Some(given) => {
            let name = given.ident();
            quote!(new.#name.is_none())
        }
    };
    let embeddings = context.embedding_fields();
    let text = format!(" The row that `{}` creates, and whether its key is new.", operation.id);
    Ok(quote! {
        #[doc = #text]
        #[must_use]
        pub fn #name(parent: #parent_type, new: #kind) -> (#record, bool) {
            let has_new_key = #has_new_key;
            (#record { #(#values,)* #(#embeddings: None,)* }, has_new_key)
        }
    })
}

/// The key of the parent as the value of its field.
fn in_options(field: &ColumnField<'_, '_>) -> TokenStream {
    match field.options {
        0 => quote!(parent),
        1 => quote!(Some(parent)),
        _ => quote!(Some(Some(parent))),
    }
}
