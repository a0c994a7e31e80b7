//! The bodies of operations on tables: glue between the types of the document and the functions of the run-time library.

mod aggregate;
mod bulk;
mod conditions;
mod context;
mod count;
mod create;
mod delete;
mod expand;
mod filters;
mod form;
mod get;
mod import;
mod list;
mod many;
mod nested;
mod patch;
mod preferences;
mod query;
mod relations;
mod report;
mod response;
mod restore;
mod update;

use dropspec_openapi::document::{Action, Document, Operation};
use dropspec_openapi::node::Checked;
use proc_macro2::TokenStream;

use crate::model::Types;
use context::OperationContext;

/// The body of the method of an operation; `None` if it has to be implemented by hand.
pub(crate) fn body<'s>(
    document: &Document<'s>,
    operation: &Operation<'s>,
    types: &Types<'s>,
) -> Checked<Option<TokenStream>> {
    let position = document.operations.iter().position(|other| other.id == operation.id);
    let found = document.tables.iter().find_map(|table| {
        let usage = table.usages.iter().find(|usage| Some(usage.operation) == position)?;
        Some((table, usage.action))
    });
    let Some((table, action)) = found else {
        return match operation.declared_action {
            Some(name) => Err(operation.node.error(format!("no table supports an operation `{name}` of this shape"))),
            None => Ok(None),
        };
    };
    let context = OperationContext { document, operation, table, types };
    // Operations on many rows check their query parameters themselves.
    let checks_queries = matches!(action, Action::List | Action::NestedList) || action.is_reported();
    context.check_parameters(headers(action), checks_queries)?;
    Ok(match action {
        Action::List | Action::NestedList => Some(list::body(&context)?),
        Action::NestedCreate => Some(nested::create_body(&context)?),
        Action::Create => Some(create::body(&context)?),
        Action::Get => Some(get::body(&context)?),
        Action::Update => Some(update::body(&context)?),
        Action::Delete => Some(delete::body(&context)?),
        Action::Form => Some(form::body(&context)?),
        Action::Import => Some(import::body(&context)?),
        Action::Bulk => Some(bulk::body(&context)?),
        Action::Patch => Some(patch::body(&context)?),
        Action::Restore => Some(restore::body(&context)?),
        Action::Aggregate => Some(aggregate::body(&context)?),
        Action::DeleteMany => Some(many::delete_body(&context)?),
        Action::UpdateMany => Some(many::update_body(&context)?),
    })
}

/// The header parameters that an action supports.
fn headers(action: Action) -> &'static [&'static str] {
    match action {
        Action::List | Action::NestedList => &["If-None-Match"],
        Action::NestedCreate => &["Prefer"],
        Action::Create => &["Idempotency-Key", "Prefer"],
        Action::Get => &["If-None-Match"],
        Action::Update | Action::Patch => &["If-Match", "If-None-Match", "Prefer"],
        Action::Delete => &["If-Match", "If-None-Match"],
        Action::Bulk | Action::DeleteMany | Action::UpdateMany => &["Prefer"],
        Action::Form | Action::Import | Action::Restore | Action::Aggregate => &[],
    }
}
