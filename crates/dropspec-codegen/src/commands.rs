//! The operations as the table that `dropspec-client` makes a command line of.

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::{
    Content, Document, Explode, MediaKind, Operation, Parameter, RequestBody, Serialization,
};
use dropspec_openapi::node::{Checked, Node, collect};
use dropspec_openapi::source::Source;
use dropspec_openapi::stack::with_large_stack;
use heck::ToKebabCase;
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::client::{field_names, table};
use crate::rust::distinct::DistinctNames;
use crate::rust::layout;

/// Generates the table of operations for a command-line client: `OPERATIONS`.
///
/// # Errors
/// If the document is malformed or uses something that is not supported.
pub fn commands(source: &Source) -> Result<String, Diagnostics> {
    with_large_stack(|| {
        let document = Document::read(source)?;
        let operations = document.operations.iter().filter(|operation| !operation.is_for_pages());
        let mut taken = DistinctNames::default();
        let operations = collect(operations, |operation| command(operation, &mut taken))?;
        layout::file(quote! {
            /// The operations of the document.
            pub static OPERATIONS: &[::dropspec_client::command_line::Operation] = {
                #[allow(unused_imports)]
                use ::dropspec_client::command_line::{self, Body, Flag, Kind};
                #[allow(unused_imports)]
                use ::dropspec_client::{Explode, Location, Operation, Parameter, Serialization, Style};
                &[#(#operations),*]
            };
        })
    })
}

fn command(operation: &Operation<'_>, taken: &mut DistinctNames) -> Checked<TokenStream> {
    let name = operation.id.to_kebab_case();
    let name = taken.add_text(&name, "-");
    let text = |key| operation.node.text(key).map(Option::unwrap_or_default).map(str::trim);
    let (summary, description) = (text("summary")?, text("description")?);
    let summary = if summary.is_empty() { description.lines().next().unwrap_or(&name) } else { summary };
    let request = table(operation);
    let parameters = operation.parameters.iter().zip(field_names(operation));
    let flags = collect(parameters, |(parameter, field)| flag(parameter, &field.to_string()))?;
    let body = operation.body.as_ref().map(command_body).transpose()?;
    let body = body.map_or_else(|| quote!(None), |body| quote!(Some(#body)));
    Ok(quote! {
        command_line::Operation {
            name: #name,
            summary: #summary,
            description: #description,
            request: #request,
            flags: &[#(#flags),*],
            body: #body,
        }
    })
}

fn flag(parameter: &Parameter<'_>, field: &str) -> Checked<TokenStream> {
    let description = parameter.description.unwrap_or_default();
    let target = parameter.schema.resolve()?;
    let kind = match parameter.serialization {
        Serialization::Array(_, Explode::No) => quote!(Texts),
        _ => kind(&parameter.schema)?,
    };
    Ok(value(field, parameter.required, &help(description, &target), &kind))
}

/// The help text: the description with the allowed range and the default.
fn help(description: &str, schema: &Node<'_>) -> String {
    let shown = |key: &str| schema.get(key).map(|node| node.value().to_string());
    let excluded = |key: &str| schema.flag(key).unwrap_or_default();
    let least = shown("minimum").map(|least| (least, excluded("exclusiveMinimum")));
    let most = shown("maximum").map(|most| (most, excluded("exclusiveMaximum")));
    let range = match (least, most) {
        (Some((least, false)), Some((most, false))) => vec![format!("{least} to {most}")],
        (least, most) => {
            let from =
                least.map(|(least, excluded)| format!("{} {least}", if excluded { "above" } else { "at least" }));
            let to = most.map(|(most, excluded)| format!("{} {most}", if excluded { "below" } else { "at most" }));
            from.into_iter().chain(to).collect()
        }
    };
    let default = shown("default").map(|default| format!("by default {default}"));
    let facts: Vec<String> = range.into_iter().chain(default).collect();
    let description = description.trim().trim_end_matches('.');
    if facts.is_empty() {
        description.to_owned()
    } else {
        format!("{description} ({})", facts.join(", ")).trim_start().to_owned()
    }
}

fn value(name: &str, required: bool, help: &str, kind: &TokenStream) -> TokenStream {
    quote!(Flag { name: #name, required: #required, help: #help, kind: Kind::#kind })
}

/// The body in JSON, or else of the first media type, which has no flags for properties.
fn command_body(body: &RequestBody<'_>) -> Checked<TokenStream> {
    let json = body.contents.iter().find(|content| content.kind == MediaKind::Json);
    let media_type = json.or(body.contents.first()).map(Content::sent_media_type).unwrap_or_default();
    let (required, is_json) = (body.required, json.is_some());
    let help = body.description.unwrap_or("The request body.").trim();
    let schema = json.and_then(|content| content.schema.as_ref()).map(Node::resolve).transpose()?;
    let properties = schema.map(|schema| properties(&schema)).transpose()?.unwrap_or_default();
    Ok(quote! {
        Body {
            media_type: #media_type,
            required: #required,
            help: #help,
            is_json: #is_json,
            properties: &[#(#properties),*],
        }
    })
}

/// The properties that clients send.
fn properties(schema: &Node<'_>) -> Checked<Vec<TokenStream>> {
    let required: Vec<&Value> = schema.items_of("required")?.iter().map(Node::value).collect();
    let mut flags = Vec::new();
    for (name, property) in schema.entries_of("properties")? {
        let target = property.resolve()?;
        if target.flag("readOnly")? {
            continue;
        }
        let required = required.iter().any(|other| *other == name);
        let help = help(target.text("description")?.unwrap_or_default(), &target);
        flags.push(value(name, required, &help, &kind(&property)?));
    }
    Ok(flags)
}

/// The kind of a value; anything that is not scalar is given as JSON.
fn kind(schema: &Node<'_>) -> Checked<TokenStream> {
    let schema = schema.resolve()?;
    let choices: Vec<&str> = schema.items_of("enum")?.iter().filter_map(|choice| choice.value().as_str()).collect();
    Ok(match schema.text("type")? {
        Some("string") if !choices.is_empty() => quote!(Enum(&[#(#choices),*])),
        Some("string") => quote!(Text),
        Some("integer") => {
            let (least, most) = if schema.text("format")? == Some("int32") {
                (i64::from(i32::MIN), i64::from(i32::MAX))
            } else {
                (i64::MIN, i64::MAX)
            };
            let minimum = bound(&schema, "minimum")?.map_or(least, |bound| bound.max(least));
            let maximum = bound(&schema, "maximum")?.map_or(most, |bound| bound.min(most));
            quote!(Integer { minimum: #minimum, maximum: #maximum })
        }
        Some("number") => quote!(Number),
        Some("boolean") => quote!(Boolean),
        _ => quote!(Json),
    })
}

/// An integer bound; others are left to the service.
fn bound(schema: &Node<'_>, key: &str) -> Checked<Option<i64>> {
    schema.number(key)?;
    Ok(schema.get(key).and_then(|bound| bound.value().as_i64()))
}
