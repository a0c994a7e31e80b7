//! The rows that are created below a parent, which their bodies do not name.

use dropspec_openapi::document::Action;
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::TokenStream;
use quote::quote;

use super::children::given_children;
use super::context::TableContext;
use super::create::{normalized_value, value};
use super::fields::ColumnField;
use super::names::creation_name;

/// The functions that create rows below a parent, one for each schema that does: the bodies of nested collections, and the items that are
/// created with a parent.
pub(super) fn nested_creations(context: &TableContext<'_, '_>) -> Checked<TokenStream> {
    let mut creations: Vec<(usize, String)> = Vec::new();
    for usage in context.table.usages.iter().filter(|usage| usage.action == Action::NestedCreate) {
        let operation = &context.document.operations[usage.operation];
        let Some((schema, _)) = context.body(operation) else {
            return Err(operation.node.error("the body must refer to a schema in components that is an object"));
        };
        creations.extend(usage.parent.map(|parent| (parent, schema)));
    }
    for table in &context.document.tables {
        for given in given_children(context.document, table)? {
            if context.document.tables[given.table].name == context.table.name {
                creations.push((given.reference, given.schema));
            }
        }
    }
    creations.sort();
    creations.dedup();
    let functions = collect(creations, |(reference, schema)| nested_creation(context, reference, &schema))?;
    Ok(quote!(#(#functions)*))
}

/// The function that returns the row of a request, and whether its key is new.
fn nested_creation(context: &TableContext<'_, '_>, reference: usize, schema: &str) -> Checked<TokenStream> {
    let name = creation_name(context.table, reference, schema);
    let reference = &context.table.references[reference];
    let parent = &context.fields[reference.column];
    let node = context.document.schema(schema).unwrap_or(&context.table.node);
    let Some(found) = context.types.component_struct(schema) else {
        return Err(node.error("no Rust struct represents this schema, so it cannot create a row; simplify it"));
    };
    let property = parent.column.property;
    if found.fields.iter().any(|given| given.property == property) {
        let message = format!("`{schema}` must not have `{property}`: it is that of the parent");
        return Err(node.error(message));
    }
    if let Some(embedding) = context.table.embeddings.iter().find(|it| found.field(it.property).is_some()) {
        let message =
            format!("`{}` cannot be created here: only one level of rows is created at once", embedding.property);
        return Err(node.error(message));
    }
    let values = collect(context.fields.iter().enumerate(), |(index, field)| {
        let name = &field.name;
        if index == reference.column {
            let value = in_options(field);
            return Ok(quote!(#name: #value));
        }
        let value = value(context, schema, found, field, context.table.key == [index])?;
        let value = normalized_value(field, &value).unwrap_or(value);
        Ok(quote!(#name: #value))
    })?;
    let kind = context.types.component(schema);
    let (record, parent_type) = (context.types.component(context.table.schema), &parent.bare_type);
    let key = context.single_key().map(|key| key.column.property);
    let has_new_key = match key.map(|key| found.fields.iter().find(|given| given.property == key)) {
        Some(None) => quote!(true),
        None => quote!(false),
        Some(Some(given)) if given.options() == 0 => quote!(false),
        Some(Some(given)) => {
            let name = given.ident();
            quote!(new.#name.is_none())
        }
    };
    let embeddings = context.embedding_fields();
    let text = format!(" The row that `{schema}` creates, and whether its key is new.");
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
