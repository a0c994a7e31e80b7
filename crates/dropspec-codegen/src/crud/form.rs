//! `POST` on a row with `x-dropspec-operation: form`: the submitted form of an HTML page.

use dropspec_openapi::document::{ColumnKind, Content, column_kind, is_required, property, reference_name};
use dropspec_openapi::node::{Checked, Node};
use proc_macro2::TokenStream;
use quote::quote;

use super::context::OperationContext;

pub(super) fn body(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    context.reject_pages(&context.operation.node)?;
    check(context)?;
    let (record, key) = (context.record(), context.key());
    let done = context.respond(303)?.header("Location", quote!(page)).build()?;
    let missing = context.respond(404)?.problem(quote!(problem))?;
    let conflict = context.respond(409)?.problem(quote!(problem))?;
    Ok(quote! {
        use ::dropspec::html::{Submission, SubmissionResult, submit};
        let submission = Submission::of(&request.body.action.to_string(), request.body.record);
        Ok(match submit::<#record>(self.database(), #key, request.body.version, submission).await? {
            SubmissionResult::Done(page) => #done,
            SubmissionResult::NotFound(problem) => #missing,
            SubmissionResult::Conflict(problem) => #conflict,
        })
    })
}

/// Checks that the body is the form of a row's page.
fn check(context: &OperationContext<'_, '_>) -> Checked<()> {
    let operation = context.operation;
    let body = operation.body.as_ref().filter(|body| body.required);
    let Some([Content { is_page_form: true, schema: Some(schema), fields, node, .. }]) =
        body.map(|body| body.contents.as_slice())
    else {
        return Err(operation.node.error(
            "a `form` operation needs a required body of application/x-www-form-urlencoded with `x-dropspec-page: true`",
        ));
    };
    let schema = schema.resolve()?;
    let field = |name: &str, required: bool| match property(&schema, name)? {
        Some(node) if is_required(&schema, name)? == required => Ok(node),
        _ => {
            let word = if required { "a required" } else { "an optional" };
            Err(schema.error(format!("the form of a page needs {word} property `{name}`")))
        }
    };
    check_action(&field("action", true)?)?;
    let version = field("version", true)?;
    if column_kind(&version)? != ColumnKind::Long {
        return Err(version.error("`version` is the row version: an integer with `format: int64`"));
    }
    let record = field("record", false)?;
    if reference_name(&record)? != Some(context.table.schema) {
        return Err(record.error(format!("`record` is the new row: it must refer to {}", context.table.schema)));
    }
    match fields.iter().find(|field| field.name == "record").map(|field| field.node.text("style")) {
        Some(Ok(Some("deepObject"))) => Ok(()),
        _ => Err(node
            .error("the fields of `record` are named `record[name]`; set `encoding: {record: {style: deepObject}}`")),
    }
}

fn check_action(action: &Node<'_>) -> Checked<()> {
    let target = action.resolve()?;
    let choices = target.items_of("enum")?;
    let choices: Vec<Option<&str>> = choices.iter().map(|choice| choice.value().as_str()).collect();
    if target.text("type")? == Some("string") && choices == [Some("save"), Some("delete")] {
        return Ok(());
    }
    Err(action.error("`action` must be a string with the `enum` of `save` and `delete`"))
}
