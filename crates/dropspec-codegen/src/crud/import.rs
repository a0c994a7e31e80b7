//! `POST` of a CSV file with `x-dropspec-operation: import`.

use std::collections::BTreeMap;

use dropspec_openapi::document::{ColumnKind, Location, Parameter};
use dropspec_openapi::node::{Checked, collect};
use proc_macro2::TokenStream;
use quote::quote;

use super::context::OperationContext;
use super::query::check_kind;
use super::report::{ReportProperty, ReportValue};
use crate::contents::request_contents;
use crate::fields::{fields, is_given};

/// The known query parameters: booleans, and a string.
const FLAGS: [&str; 3] = ["skip_bad_rows", "again", "dry_run"];
const KEY: &str = "key";

/// The parameters whose field in `ImportParams` has another name.
const FIELDS: [(&str, &str); 2] = [("skip_bad_rows", "skip_invalid_rows"), ("again", "force")];

/// The properties of a report.
const REPORT: [ReportProperty; 7] = [
    ReportProperty::always("stored", ReportValue::Integer),
    ReportProperty::always("updated", ReportValue::Integer),
    ReportProperty::always("rejected", ReportValue::Integer),
    ReportProperty::always("truncated", ReportValue::Object),
    ReportProperty::always("sha256", ReportValue::Text),
    ReportProperty::always("dry_run", ReportValue::Boolean),
    ReportProperty::always("rejects", ReportValue::Array),
];

pub(super) fn body(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    check_body(context)?;
    let (record, params, who) = (context.record(), import_parameters(context)?, context.caller());
    let report = context.report_for(200, &REPORT)?;
    let (kind, names) = (&report.kind, report.names());
    let done = context.respond(200)?.body(quote!(report)).build()?;
    let invalid = context.respond(400)?.problem(quote!(problem))?;
    let conflict = context.respond(409)?.problem(quote!(problem))?;
    let too_large = context.respond(413)?.problem(quote!(problem))?;
    Ok(quote! {
        use ::dropspec::transfer::{ImportOutcome, ImportParams, upload};
        let who = #who.map(str::to_owned);
        let params = ImportParams { #params who };
        Ok(match upload::<#record>(self.database(), request.body, params).await? {
            ImportOutcome::Done(report) => {
                let report: #kind = report.into_response(&[#(#names),*])?;
                #done
            }
            ImportOutcome::Invalid(problem) => #invalid,
            ImportOutcome::Conflict(problem) => #conflict,
            ImportOutcome::TooLarge(problem) => #too_large,
        })
    })
}

/// Checks that the body is streamed CSV.
fn check_body(context: &OperationContext<'_, '_>) -> Checked<()> {
    let parts = request_contents(context.operation);
    match parts.as_slice() {
        [part] if part.content.media_type == "text/csv" && part.content.schema.is_none() => Ok(()),
        _ => Err(context.operation.node.error("an import takes text/csv with a schema of `format: binary`")),
    }
}

/// The import parameters as fields.
fn import_parameters(context: &OperationContext<'_, '_>) -> Checked<TokenStream> {
    let mut values = BTreeMap::from(FLAGS.map(|flag| (flag, quote!(false))));
    values.insert(KEY, quote!(None));
    for (parameter, field) in context.operation.parameters.iter().zip(fields(context.operation)) {
        let known = values.get_mut(parameter.name).filter(|_| parameter.location == Location::Query);
        let value = known.ok_or_else(|| {
            parameter.node.error("this parameter is not supported by imports; use skip_bad_rows, again, dry_run or key")
        })?;
        let given = quote!(request.#field);
        *value = match (parameter.name, is_given(parameter)) {
            (KEY, is_given) => {
                let key = if is_given { quote!(Some(#given)) } else { given };
                let text = check_key(context, parameter)?.then(|| quote!(.map(|key| key.to_string())));
                quote!(#key #text)
            }
            (_, true) => given,
            (_, false) => quote!(#given.unwrap_or_default()),
        };
    }
    let names = values.keys().map(|name| {
        let name = FIELDS.iter().find(|(parameter, _)| parameter == name).map_or(*name, |(_, field)| field);
        quote::format_ident!("{name}")
    });
    let values = values.values();
    Ok(quote!(#(#names: #values,)*))
}

/// Checks that the key parameter is a string or an enum of properties; returns whether it is an enum.
fn check_key(context: &OperationContext<'_, '_>, parameter: &Parameter<'_>) -> Checked<bool> {
    let choices = parameter.schema.resolve()?.items_of("enum")?;
    if choices.is_empty() {
        return check_kind(parameter, &[ColumnKind::Text]).map(|()| false);
    }
    collect(&choices, |choice| {
        let name = choice.value().as_str().unwrap_or_default();
        if context.table.single_key().is_none() {
            let key = context.table.key_name();
            return match name == key {
                true => Ok(()),
                false => {
                    Err(choice.error(format!("rows with a key of several properties are matched by `{key}` only")))
                }
            };
        }
        match context.table.column(name) {
            Some(_) => Ok(()),
            None => Err(choice.error(format!("{} has no property `{name}`", context.table.schema))),
        }
    })?;
    Ok(true)
}
