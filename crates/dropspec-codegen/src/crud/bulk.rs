//! `POST` of an array with `x-dropspec-operation: bulk`.

use dropspec_openapi::document::{Content, Location, Parameter, reference_name};
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::TokenStream;
use quote::quote;

use super::context::OperationContext;
use super::report::{ReportProperty, ReportValue};
use crate::fields::{fields, is_given};
use crate::tables::given_children;

/// The query parameter with which items replace rows.
const KEY: &str = "key";

/// The keywords that the array may have.
const ARRAY: [&str; 9] =
    ["type", "items", "minItems", "maxItems", "title", "description", "example", "externalDocs", "deprecated"];

/// The properties of the response when all items are stored.
const CREATED: [ReportProperty; 3] = [
    ReportProperty::always("created", ReportValue::Integer),
    ReportProperty::always("updated", ReportValue::Integer),
    ReportProperty::always("keys", ReportValue::Array),
];

/// The properties of the report in lenient mode.
const REPORT: [ReportProperty; 4] = [
    ReportProperty::always("created", ReportValue::Integer),
    ReportProperty::always("updated", ReportValue::Integer),
    ReportProperty::always("refused", ReportValue::Integer),
    ReportProperty::always("items", ReportValue::Array),
];

/// The properties of an item of the report.
const ITEM: [ReportProperty; 5] = [
    ReportProperty::always("index", ReportValue::Integer),
    ReportProperty::always("status", ReportValue::Integer),
    ReportProperty::sometimes("key", ReportValue::Key),
    ReportProperty::sometimes("detail", ReportValue::Text),
    ReportProperty::sometimes("errors", ReportValue::Array),
];

pub(super) fn body(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    check_body(context)?;
    if let Some(given) = given_children(context.document, context.table)?.first() {
        let message = format!("a bulk creates rows of one table, but its items have `{}`", given.property);
        return Err(context.operation.node.error(message));
    }
    let replaces = replaces(context)?;
    let preferences = context.preferences()?;
    if preferences.is_none() {
        context.require_parameter(207, "Prefer")?;
    }
    let (record, created) = (context.record(), created(context)?);
    let errors = context.error_arms(&[vec![400, 409], context.relation_statuses()].concat())?;
    let Some(preferences) = preferences else {
        return Ok(quote! {
            let mode = ::dropspec::db::BulkMode { lenient: false, replaces: #replaces, is_dry_run: false };
            match ::dropspec::db::store_all::<#record>(self.database(), request.body, mode).await {
                Ok(bulk) => #created,
                #errors
            }
        });
    };
    let reported = reported(context)?;
    Ok(quote! {
        #preferences
        let lenient = preferences.is_lenient();
        let is_dry_run = preferences.is_dry_run();
        let mode = ::dropspec::db::BulkMode { lenient, replaces: #replaces, is_dry_run };
        match ::dropspec::db::store_all::<#record>(self.database(), request.body, mode).await {
            Ok(bulk) if lenient => #reported,
            Ok(bulk) => #created,
            #errors
        }
    })
}

/// Whether items replace rows with the same key, as an expression: whether the query parameter `key` is sent.
fn replaces(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let mut replaces = quote!(false);
    for (parameter, field) in context.operation.parameters.iter().zip(fields(context.operation)) {
        match (parameter.location, parameter.name) {
            (Location::Query, KEY) => {
                check_key(context, parameter)?;
                replaces = if is_given(parameter) { quote!(true) } else { quote!(request.#field.is_some()) };
            }
            (Location::Query, _) => {
                return Err(parameter.node.error("this parameter is not supported by bulk operations; use `key`"));
            }
            _ => {}
        }
    }
    Ok(replaces)
}

/// Checks that the parameter names the key of the table, and nothing else.
fn check_key(context: &OperationContext<'_, '_>, parameter: &Parameter<'_>) -> Checked<()> {
    let key = context.table.key_name();
    let names = parameter.schema.resolve()?.items_of("enum")?;
    match names.as_slice() {
        [name] if name.value().as_str() == Some(&key) => Ok(()),
        _ => Err(parameter.schema.error(format!("`{KEY}` must be an `enum` of the key of the table, `{key}`, only"))),
    }
}

/// Checks that the body is an array of rows to create, which is read item by item.
fn check_body(context: &OperationContext<'_, '_>) -> Checked<()> {
    let operation = context.operation;
    let expected = context.table.create_schema(&context.document.operations);
    let body = operation.body.as_ref().filter(|body| body.required);
    let Some([content @ Content { media_type: "application/json", schema: Some(schema), .. }]) =
        body.map(|body| body.contents.as_slice())
    else {
        return Err(operation.node.error("a bulk operation needs a required body of application/json only"));
    };
    let items = content.bulk.as_ref().map(|bulk| reference_name(&bulk.items)).transpose()?.flatten();
    let array = schema.resolve()?;
    if array.text("type")? != Some("array") || items != Some(expected) {
        return Err(
            array.error(format!("a bulk operation takes an array of rows to create: `items` must refer to {expected}"))
        );
    }
    collect(array.entries()?, |(key, node)| match ARRAY.contains(&key) || key.starts_with("x-") {
        true => Ok(()),
        false => {
            Err(node.error(format!("`{key}` is not supported here: the items of a bulk request are read one by one")))
        }
    })
    .map(drop)
}

/// The response when all items are stored, as an expression.
fn created(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let created = context.report_for(201, &CREATED)?;
    if let Some(keys) = created.property("keys") {
        let items = keys.resolve()?.require("items")?;
        context.expect(&items, &ReportValue::Key, "a key")?;
    }
    let (kind, names) = (&created.kind, created.names());
    let response = response(context, 201, &quote!(created))?;
    Ok(quote!({
        let created: #kind = bulk.into_created(&[#(#names),*])?;
        Ok(#response)
    }))
}

/// The response with the result of each item, as an expression.
fn reported(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let response = response(context, 207, &quote!(report))?;
    let report = context.report_for(207, &REPORT)?;
    let item = match report.property("items") {
        Some(items) => context.report(&items.resolve()?.require("items")?, &ITEM)?.names(),
        None => Vec::new(),
    };
    let (kind, names) = (&report.kind, report.names());
    Ok(quote!({
        let report: #kind = bulk.into_report(&[#(#names),*], &[#(#item),*])?;
        Ok(#response)
    }))
}

fn response(context: &OperationContext<'_, '_>, status: u16, body: &TokenStream) -> Checked<TokenStream> {
    let response = context.respond(status)?.body(body.clone());
    match context.header("Prefer")? {
        Some(_) => response.optional_header("Preference-Applied", quote!(preferences.handled_and_ended())),
        None => response,
    }
    .build()
}
