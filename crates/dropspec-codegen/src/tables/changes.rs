//! The changeset of an update: the columns that its body sets.

use dropspec_openapi::document::{Action, Operation, reference_name};
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::TokenStream;
use quote::quote;

use super::context::TableContext;
use super::fields::ColumnField;
use super::made::{given, set_by_server};
use crate::contents::request_contents;
use crate::model::{Field, Struct};

/// The struct `Changes`, and its conversion from the body of an update.
pub(super) fn changes(context: &TableContext<'_, '_>) -> Checked<TokenStream> {
    let derives =
        if context.has_values() { quote!(Clone, Debug, Default, AsChangeset) } else { quote!(Clone, Debug, Default) };
    let doc = " The changeset of an update: the columns that are set.";
    let changes = context.value_struct("Changes", doc, &derives, &TokenStream::new(), |field| {
        let (name, kind) = (&field.column_name, field.bare_row_type());
        let kind = if field.column.nullable { quote!(Option<#kind>) } else { kind };
        quote!(#name: Option<#kind>)
    });
    let update = context.table.operation(Action::Update).and_then(|index| context.document.operations.get(index));
    let conversion = update.map(|update| conversion(context, update)).transpose()?;
    Ok(quote!(#changes #conversion))
}

/// The conversion of the body of an update to `Changes`.
///
/// A body with the schema of the table, or of the create operation, replaces the row: absent properties become null.
/// In a body with another schema, absent properties keep their values.
fn conversion(context: &TableContext<'_, '_>, update: &Operation<'_>) -> Checked<TokenStream> {
    let Some((body, found)) = context.body(update) else { return Ok(TokenStream::new()) };
    let create = context.table.operation(Action::Create).and_then(|index| context.document.operations.get(index));
    let create = create.and_then(|create| context.body(create)).map(|(name, _)| name);
    let whole = body == context.table.schema || create.as_deref() == Some(&body);
    let values = collect(context.values(), |field| {
        let (name, absent) = (&field.column_name, quote!(None));
        let Some(given) = given(found, field) else { return Ok(quote!(#name: #absent)) };
        if field.column.source.is_set_by_server() {
            return Err(set_by_server(field, update.id));
        }
        context.same_type(field, given, update.id)?;
        let source = given.ident();
        Ok(value(field, &quote!(body.#source), given.options(), whole)
            .map_or(quote!(#name: #absent), |v| quote!(#name: #v)))
    })?;
    let kind = context.types.component(&body);
    let is_used = context.values().any(|field| given(found, field).is_some());
    let argument = if is_used { quote!(body) } else { quote!(_) };
    let changes = context.value_expression("Changes", &values);
    Ok(quote! {
        impl From<#kind> for Changes {
            fn from(#argument: #kind) -> Self {
                #changes
            }
        }
    })
}

/// The new value of a column, from a property with a number of nested `Option`s.
fn value(field: &ColumnField<'_, '_>, value: &TokenStream, options: usize, whole: bool) -> Option<TokenStream> {
    let wrap = |value: TokenStream| match field.wrapper() {
        Some(wrapper) => quote!(#value.map(#wrapper)),
        None => value,
    };
    Some(match (options, field.column.nullable) {
        (0, nullable) => {
            let wrapped = match field.wrapper() {
                Some(wrapper) => quote!(#wrapper(#value)),
                None => value.clone(),
            };
            if nullable { quote!(Some(Some(#wrapped))) } else { quote!(Some(#wrapped)) }
        }
        (1, false) => wrap(value.clone()),
        (1, true) if whole => {
            let wrapped = wrap(value.clone());
            quote!(Some(#wrapped))
        }
        (1, true) => {
            let wrapped = wrap(value.clone());
            quote!(#wrapped.map(Some))
        }
        (_, true) if whole => {
            let wrapped = wrap(quote!(#value.flatten()));
            quote!(Some(#wrapped))
        }
        (_, true) => match field.wrapper() {
            Some(wrapper) => quote!(#value.map(|value| value.map(#wrapper))),
            None => value.clone(),
        },
        (_, false) => return None,
    })
}

impl<'p, 's> TableContext<'p, 's> {
    /// The named schema of the JSON body of an operation with its struct, if it has one.
    pub(super) fn body(&self, operation: &Operation<'_>) -> Option<(String, &'p Struct<'s>)> {
        let parts = request_contents(operation);
        let json = parts.iter().find(|part| part.content.media_type == "application/json")?;
        let name = reference_name(json.content.schema.as_ref()?).ok()??.to_owned();
        self.types.component_struct(&name).map(|found| (name, found))
    }

    /// Rejects a property whose type in the body differs from that in the table.
    pub(super) fn same_type(&self, field: &ColumnField<'_, '_>, given: &Field<'_>, source: &str) -> Checked<()> {
        if given.bare() == field.bare {
            return Ok(());
        }
        Err(field.column.node.error(format!(
            "`{source}` has another type for this property: `{}`, not `{}`; move the schema to components and refer to it in both \
             places",
            self.types.tokens(given.bare()),
            field.bare_type
        )))
    }
}
