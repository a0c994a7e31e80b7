//! `DELETE` and `PATCH` on a collection with `x-dropspec-operation: deleteMany` and `updateMany`.

use dropspec_openapi::document::{ListParameter, properties};
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::TokenStream;
use quote::quote;

use super::context::OperationContext;
use super::patch::merge_patch;
use super::report::{ReportProperty, ReportValue};
use crate::contents::request_contents;
use crate::fields::is_given;

/// The maximum number of rows that a request changes.
const MAX_ROWS: i64 = 10_000;

pub(super) fn delete_body(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let record = context.record();
    let call = |rows: &TokenStream| quote!(delete_many::<#record>(self.database(), #rows, many));
    body(context, "deleted", call, &[400, 409])
}

pub(super) fn update_body(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let record = context.record();
    check_patch(context)?;
    let patch = merge_patch(context)?;
    let call = |rows: &TokenStream| quote!(update_many::<#record>(self.database(), #rows, &#patch, many));
    body(context, "updated", call, &[vec![400, 409], context.relation_statuses()].concat())
}

fn body(
    context: &OperationContext<'_, '_>,
    property: &'static str,
    call: impl FnOnce(&TokenStream) -> TokenStream,
    statuses: &[u16],
) -> Checked<TokenStream> {
    let operation = context.operation;
    let rows = context.selected_rows(&[ListParameter::Limit])?;
    if !rows.has_filters {
        let message = format!(
            "the operation needs query parameters that are filters, such as `{}`: a request without any is rejected",
            context.table.first_key().property
        );
        return Err(operation.node.error(message));
    }
    let limit = limit(context)?;
    let report = context.report_for(200, &[ReportProperty::always(property, ReportValue::Integer)])?;
    let (kind, names) = (&report.kind, report.names());
    let preferences = context.preferences()?;
    let is_dry_run = if preferences.is_some() { quote!(preferences.is_dry_run()) } else { quote!(false) };
    let done = context.respond(200)?.body(quote!(report));
    let done = match &preferences {
        Some(_) => done.optional_header("Preference-Applied", quote!(preferences.ended())),
        None => done,
    };
    let (done, errors, call) = (done.build()?, context.error_arms(statuses)?, call(&rows.query));
    Ok(quote! {
        #preferences
        let many = ::dropspec::db::ManyRows { limit: #limit, is_dry_run: #is_dry_run };
        match ::dropspec::db::#call.await {
            Ok(count) => {
                let report: #kind = ::dropspec::db::count_report(#property, count, &[#(#names),*])?;
                Ok(#done)
            }
            #errors
        }
    })
}

/// The maximum number of rows of a request, as an expression.
fn limit(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let Some((parameter, field)) = context.find_parameter(ListParameter::Limit) else {
        let message = format!(
            "the operation needs a query parameter `limit` with a `maximum` of at most {MAX_ROWS}: a request that matches more rows changes none"
        );
        return Err(context.operation.node.error(message));
    };
    let maximum = context.check_limit(parameter, MAX_ROWS)?;
    Ok(match is_given(parameter) {
        true => quote!(i64::from(request.#field)),
        false => quote!(request.#field.map_or(#maximum, i64::from)),
    })
}

/// Rejects a body with the key, which is a different one in each row.
fn check_patch(context: &OperationContext<'_, '_>) -> Checked<()> {
    let key = context.table.first_key().property;
    collect(request_contents(context.operation), |part| {
        let Some(schema) = &part.content.schema else { return Ok(()) };
        match properties(&schema.resolve()?)?.into_iter().find(|(name, _)| *name == key) {
            Some((_, property)) => Err(property.error("several rows cannot have the same key: remove this property")),
            None => Ok(()),
        }
    })
    .map(drop)
}
