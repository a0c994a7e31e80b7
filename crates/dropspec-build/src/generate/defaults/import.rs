//! `POST` of a list with `x-dropspec-operation: import`.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::super::contents::{request_parts, response_parts};
use super::super::names::type_name;
use super::super::operations::is_given;
use super::Default;
use super::query::check_kind;
use crate::document::{ColumnKind, Location, Parameter, Read, collect, properties, reference_name};

/// The query parameters that are understood: yes or no, and what is a text.
const FLAGS: [&str; 3] = ["skip_bad_rows", "again", "dry_run"];
const KEY: &str = "key";

/// The properties that a report has.
const REPORT: [&str; 7] = ["stored", "updated", "rejected", "truncated", "sha256", "dry_run", "rejects"];

pub(super) fn body(default: &Default<'_, '_>) -> Read<TokenStream> {
    check_body(default)?;
    let (record, asked, who) = (default.record(), asked(default)?, default.caller());
    let (report, names) = report(default)?;
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
                let report: #report = report.into_answer(&[#(#names),*])?;
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
    for (parameter, field) in default.operation.parameters.iter().zip(super::super::fields::fields(default.operation)) {
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

/// The type of the report, and the properties that it has.
fn report<'s>(default: &Default<'_, 's>) -> Read<(TokenStream, Vec<&'s str>)> {
    let refused = || default.operation.node.error("an import answers 200 with a schema of its own under components");
    let response = default.operation.responses.iter().find(|response| response.status.text() == "200");
    let parts = response.map(|response| response_parts(default.operation, response)).unwrap_or_default();
    let schema = parts.first().and_then(|part| part.content.schema.as_ref()).ok_or_else(refused)?;
    let name = reference_name(schema)?.ok_or_else(refused)?;
    let mut names = Vec::new();
    for (property, node) in properties(&schema.resolve()?)? {
        if !REPORT.contains(&property) {
            return Err(node.error(format!("the report of an import has only these properties: {}", REPORT.join(", "))));
        }
        names.push(property);
    }
    let name = type_name(name);
    Ok((quote!(types::#name), names))
}
