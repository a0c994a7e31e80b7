//! The values that the server sets when a row is created.

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::{Action, ColumnKind, Operation, ValueSource};
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::TokenStream;
use quote::quote;

use super::context::TableContext;
use super::fields::ColumnField;
use crate::model::{Direction, Field, Struct};

/// The statement that reads the clock, if columns have the time of the creation.
pub(super) fn now(context: &TableContext<'_, '_>) -> Option<TokenStream> {
    let is_timed = |source| matches!(source, ValueSource::Creation | ValueSource::Update);
    let any = context.fields.iter().any(|field| is_timed(field.column.source));
    any.then(|| quote!(let now = ::dropspec::db::now();))
}

/// The value that the server sets in a column when a row is created; `None` if it sets none.
pub(super) fn made_value(field: &ColumnField<'_, '_>) -> Option<TokenStream> {
    let value = match field.column.source {
        ValueSource::Client | ValueSource::Deletion | ValueSource::Service => return None,
        ValueSource::Key if field.column.kind == ColumnKind::Uuid => new_uuid(),
        // The database makes it.
        ValueSource::Key => return None,
        ValueSource::Creation | ValueSource::Update => quote!(now.clone()),
        ValueSource::Caller => {
            let caller = quote!(::dropspec::db::caller());
            return Some(match (field.options, field.column.nullable) {
                (0, _) => quote!(#caller.unwrap_or_default()),
                (_, false) => quote!(Some(#caller.unwrap_or_default())),
                (1, true) => caller,
                (_, true) => quote!(Some(#caller)),
            });
        }
    };
    Some(match field.options {
        0 => value,
        1 => quote!(Some(#value)),
        _ => quote!(Some(Some(#value))),
    })
}

/// A new key.
pub(super) fn new_uuid() -> TokenStream {
    quote!(::dropspec::db::column_type::UuidValue::now_v7().0)
}

/// The field of a body for a column, unless it is `readOnly` there.
pub(super) fn given<'f, 's>(body: &'f Struct<'s>, field: &ColumnField<'_, '_>) -> Option<&'f Field<'s>> {
    let is_given =
        |given: &&Field<'_>| given.property == field.column.property && given.direction != Some(Direction::Out);
    body.fields.iter().find(is_given)
}

/// The error of an operation whose body has a property that the server sets.
pub(super) fn set_by_server(field: &ColumnField<'_, '_>, source: &str) -> Diagnostics {
    field.column.node.error(format!(
        "the server sets this property, so `{source}` cannot have it; remove it there, or make it `readOnly`"
    ))
}

/// Rejects operations without credentials that create rows with a required caller.
pub(super) fn require_callers(context: &TableContext<'_, '_>) -> Checked<()> {
    let creates = |action| matches!(action, Action::Create | Action::Bulk | Action::Import);
    let usages = context.table.usages.iter().filter(|usage| creates(usage.action));
    let operations: Vec<_> = usages.filter_map(|usage| context.document.operations.get(usage.operation)).collect();
    let required = |field: &&ColumnField<'_, '_>| field.column.source == ValueSource::Caller && !field.column.nullable;
    collect(context.fields.iter().filter(required), |field| {
        let is_anonymous = |operation: &&&Operation<'_>| {
            operation.security.alternatives.is_empty() || operation.security.allows_anonymous
        };
        match operations.iter().find(is_anonymous) {
            None => Ok(()),
            Some(operation) => Err(field.column.node.error(format!(
                "`{}` needs no credentials, so this required property may have no value; make it nullable, or require credentials",
                operation.id
            ))),
        }
    })
    .map(drop)
}
