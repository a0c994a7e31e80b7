//! `POST` of a list with `x-dropspec-operation: import`.

use std::collections::BTreeMap;

use dropspec_openapi::document::{ColumnKind, Location, Parameter};
use dropspec_openapi::node::{Read, collect};
use proc_macro2::TokenStream;
use quote::quote;

use super::context::Default;
use super::query::check_kind;
use super::report::{Holds, Property};
use crate::contents::request_parts;
use crate::fields::{fields, is_given};

/// The query parameters that are understood: yes or no, and what is a text.
const FLAGS: [&str; 3] = ["skip_bad_rows", "again", "dry_run"];
const KEY: &str = "key";

/// The properties that a report has.
const REPORT: [Property; 7] = [
    Property::always("stored", Holds::Integer),
    Property::always("updated", Holds::Integer),
    Property::always("rejected", Holds::Integer),
    Property::always("truncated", Holds::Object),
    Property::always("sha256", Holds::Text),
    Property::always("dry_run", Holds::Boolean),
    Property::always("rejects", Holds::Array),
];

pub(super) fn body(default: &Default<'_, '_>) -> Read<TokenStream> {
    check_body(default)?;
    let (record, asked, who) = (default.record(), asked(default)?, default.caller());
    let report = default.answered(200, &REPORT)?;
    let (kind, names) = (&report.kind, report.names());
    let done = default.answer(200)?.body(quote!(report)).build()?;
    let invalid = default.answer(400)?.problem(quote!(problem))?;
    let conflict = default.answer(409)?.problem(quote!(problem))?;
    let too_large = default.answer(413)?.problem(quote!(problem))?;
    Ok(quote! {
        use ::dropspec::import::{Asked, Uploaded, upload};
        let who = #who.map(str::to_owned);
        let asked = Asked { #asked who };
        Ok(match upload::<#record>(self.database(), request.body, asked).await? {
            Uploaded::Done(report) => {
                let report: #kind = report.into_answer(&[#(#names),*])?;
                #done
            }
            Uploaded::Invalid(problem) => #invalid,
            Uploaded::Conflict(problem) => #conflict,
            Uploaded::TooLarge(problem) => #too_large,
        })
    })
}

/// A list is read as it comes.
fn check_body(default: &Default<'_, '_>) -> Read<()> {
    let parts = request_parts(default.operation);
    match parts.as_slice() {
        [part] if part.content.media_type == "text/csv" && part.content.schema.is_none() => Ok(()),
        _ => Err(default.operation.node.error("an import takes text/csv, of a schema with `format: binary`")),
    }
}

/// The fields that say what is asked for.
fn asked(default: &Default<'_, '_>) -> Read<TokenStream> {
    let mut values = BTreeMap::from(FLAGS.map(|flag| (flag, quote!(false))));
    values.insert(KEY, quote!(None));
    for (parameter, field) in default.operation.parameters.iter().zip(fields(default.operation)) {
        let known = values.get_mut(parameter.name).filter(|_| parameter.location == Location::Query);
        let value = known.ok_or_else(|| parameter.node.error("an import does not know this parameter"))?;
        let given = quote!(request.#field);
        *value = match (parameter.name, is_given(parameter)) {
            (KEY, is_given) => {
                let key = if is_given { quote!(Some(#given)) } else { given };
                let text = check_key(default, parameter)?.then(|| quote!(.map(|key| key.to_string())));
                quote!(#key #text)
            }
            (_, true) => given,
            (_, false) => quote!(#given.unwrap_or_default()),
        };
    }
    let names = values.keys().map(|name| quote::format_ident!("{name}"));
    let values = values.values();
    Ok(quote!(#(#names: #values,)*))
}

/// Refuses what is neither a text nor a choice of properties; answers whether it is a choice.
fn check_key(default: &Default<'_, '_>, parameter: &Parameter<'_>) -> Read<bool> {
    let choices = parameter.schema.resolve()?.items_of("enum")?;
    if choices.is_empty() {
        return check_kind(parameter, &[ColumnKind::Text]).map(|()| false);
    }
    collect(&choices, |choice| {
        let name = choice.value().as_str().unwrap_or_default();
        match default.table.column(name) {
            Some(_) => Ok(()),
            None => Err(choice.error(format!("{} has no property `{name}`", default.table.schema))),
        }
    })?;
    Ok(true)
}
