//! `POST` of an array with `x-dropspec-operation: bulk`.

use dropspec_openapi::document::{Content, reference_name};
use dropspec_openapi::node::{Read, collect};
use proc_macro2::TokenStream;
use quote::quote;

use super::context::Default;
use super::report::{Holds, Property};

/// The keywords that an array of items may have: those that are obeyed, and those that only tell of it.
const ARRAY: [&str; 9] =
    ["type", "items", "minItems", "maxItems", "title", "description", "example", "externalDocs", "deprecated"];

/// What is told when all items are stored.
const CREATED: [Property; 2] = [Property::always("created", Holds::Integer), Property::always("keys", Holds::Array)];

/// What is told when some may not be.
const REPORT: [Property; 3] = [
    Property::always("created", Holds::Integer),
    Property::always("refused", Holds::Integer),
    Property::always("items", Holds::Array),
];

/// What is told of an item then.
const ITEM: [Property; 5] = [
    Property::always("index", Holds::Integer),
    Property::always("status", Holds::Integer),
    Property::sometimes("key", Holds::Key),
    Property::sometimes("detail", Holds::Text),
    Property::sometimes("errors", Holds::Array),
];

pub(super) fn body(default: &Default<'_, '_>) -> Read<TokenStream> {
    check_body(default)?;
    let preferences = default.preferences()?;
    if preferences.is_none() {
        default.needs_header(207, "Prefer")?;
    }
    let (record, created) = (default.record(), created(default)?);
    let refused = default.refused(&[400, 409])?;
    let Some(preferences) = preferences else {
        return Ok(quote! {
            match ::dropspec::table::create_all::<#record>(self.database(), request.body, false).await {
                Ok(bulk) => #created,
                #refused
            }
        });
    };
    let reported = reported(default)?;
    Ok(quote! {
        #preferences
        let lenient = preferences.is_lenient();
        match ::dropspec::table::create_all::<#record>(self.database(), request.body, lenient).await {
            Ok(bulk) if lenient => #reported,
            Ok(bulk) => #created,
            #refused
        }
    })
}

/// The body is an array of what creates a row, which is read item by item.
fn check_body(default: &Default<'_, '_>) -> Read<()> {
    let operation = default.operation;
    let expected = default.table.creation(&default.document.operations);
    let body = operation.body.as_ref().filter(|body| body.required);
    let Some([content @ Content { media_type: "application/json", schema: Some(schema), .. }]) =
        body.map(|body| body.contents.as_slice())
    else {
        return Err(operation.node.error("a bulk has a body that is required, and application/json alone"));
    };
    let items = content.bulk.as_ref().map(|bulk| reference_name(&bulk.items)).transpose()?.flatten();
    let array = schema.resolve()?;
    if array.text("type")? != Some("array") || items != Some(expected) {
        return Err(
            array.error(format!("a bulk is an array of what creates a row: its `items` must refer to {expected}"))
        );
    }
    collect(array.entries()?, |(key, node)| match ARRAY.contains(&key) || key.starts_with("x-") {
        true => Ok(()),
        false => Err(node.error(format!("`{key}` cannot be obeyed here: the items of a bulk are read one by one"))),
    })
    .map(drop)
}

/// The answer when all items are stored, as an expression.
fn created(default: &Default<'_, '_>) -> Read<TokenStream> {
    let created = default.answered(201, &CREATED)?;
    if let Some(keys) = created.property("keys") {
        let items = keys.resolve()?.require("items")?;
        default.expect(&items, &Holds::Key, "a key")?;
    }
    let (kind, names) = (&created.kind, created.names());
    let answer = answer(default, 201, &quote!(created))?;
    Ok(quote!({
        let created: #kind = bulk.into_created(&[#(#names),*])?;
        Ok(#answer)
    }))
}

/// The answer with what has become of each item, as an expression.
fn reported(default: &Default<'_, '_>) -> Read<TokenStream> {
    let answer = answer(default, 207, &quote!(report))?;
    let report = default.answered(207, &REPORT)?;
    let item = match report.property("items") {
        Some(items) => default.report(&items.resolve()?.require("items")?, &ITEM)?.names(),
        None => Vec::new(),
    };
    let (kind, names) = (&report.kind, report.names());
    Ok(quote!({
        let report: #kind = bulk.into_report(&[#(#names),*], &[#(#item),*])?;
        Ok(#answer)
    }))
}

fn answer(default: &Default<'_, '_>, status: u16, body: &TokenStream) -> Read<TokenStream> {
    let answer = default.answer(status)?.body(body.clone());
    match default.header("Prefer")? {
        Some(_) => answer.optional_header("Preference-Applied", quote!(preferences.handled())),
        None => answer,
    }
    .build()
}
