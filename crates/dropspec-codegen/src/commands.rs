//! The operations as the table that `dropspec-client` makes a command line of.

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::{Document, Operation};
use dropspec_openapi::node::{Checked, Node, collect};
use dropspec_openapi::source::Source;
use dropspec_openapi::stack::with_large_stack;
use heck::ToKebabCase;
use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::rust::layout;

/// Generates the table of operations for a command-line client: `OPERATIONS`.
///
/// # Errors
/// If the document is malformed or uses something that is not supported.
pub fn commands(source: &Source) -> Result<String, Diagnostics> {
    with_large_stack(|| {
        let document = Document::read(source)?;
        let root = Node::root(source);
        let operations = document.operations.iter().filter(|operation| !operation.is_for_pages());
        let operations = collect(operations, |operation| command(&root, operation))?;
        layout::file(quote! {
            /// The operations of the document.
            pub static OPERATIONS: &[::dropspec_client::Operation] = &[#(#operations),*];
        })
    })
}

fn command(root: &Node<'_>, operation: &Operation<'_>) -> Checked<TokenStream> {
    let name = operation.id.to_kebab_case();
    let text = |key| operation.node.text(key).map(Option::unwrap_or_default).map(str::trim);
    let (summary, description) = (text("summary")?, text("description")?);
    let summary = if summary.is_empty() { description.lines().next().unwrap_or(&name) } else { summary };
    let (method, path) = (operation.method.as_str(), operation.path);
    let parameters = collect(described(root, operation)?, |parameter| flag(&parameter))?;
    let body = operation.node.get("requestBody").map(|body| command_body(&body)).transpose()?.flatten();
    let body = body.map_or_else(|| quote!(None), |body| quote!(Some(#body)));
    Ok(quote! {
        ::dropspec_client::Operation {
            name: #name,
            summary: #summary,
            description: #description,
            method: #method,
            path: #path,
            parameters: &[#(#parameters),*],
            body: #body,
        }
    })
}

/// The parameters of an operation, those of its path first.
fn described<'s>(root: &Node<'s>, operation: &Operation<'s>) -> Checked<Vec<Node<'s>>> {
    let item = root.require("paths")?.require(operation.path)?.resolve()?;
    let own = collect(operation.node.items_of("parameters")?, |parameter| parameter.resolve())?;
    let identity = |node: &Node<'s>| (node.value()["name"].clone(), node.value()["in"].clone());
    let mut parameters = collect(item.items_of("parameters")?, |parameter| parameter.resolve())?;
    parameters.retain(|shared| own.iter().all(|own| identity(own) != identity(shared)));
    parameters.extend(own);
    Ok(parameters)
}

fn flag(parameter: &Node<'_>) -> Checked<TokenStream> {
    let place = match parameter.required_text("in")? {
        "path" => quote!(Path),
        "query" => quote!(Query),
        "header" => quote!(Header),
        _ => quote!(Cookie),
    };
    let (name, required) = (parameter.required_text("name")?, parameter.flag("required")?);
    let description = parameter.text("description")?.unwrap_or_default();
    let Some(schema) = parameter.get("schema") else {
        return Ok(value(name, &place, required, description, &quote!(Text)));
    };
    let target = schema.resolve()?;
    // Comma-separated values are passed as they are sent.
    let is_joined =
        target.text("type")? == Some("array") && parameter.get("explode").is_some_and(|it| *it.value() == false);
    let kind = if is_joined { quote!(Text) } else { kind(&schema)? };
    Ok(value(name, &place, required, &help(description, &target), &kind))
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

fn value(name: &str, place: &TokenStream, required: bool, help: &str, kind: &TokenStream) -> TokenStream {
    quote! {
        ::dropspec_client::Parameter {
            name: #name,
            location: ::dropspec_client::Location::#place,
            required: #required,
            help: #help,
            kind: ::dropspec_client::Kind::#kind,
        }
    }
}

/// The JSON body; other bodies have no flags.
fn command_body(body: &Node<'_>) -> Checked<Option<TokenStream>> {
    let body = body.resolve()?;
    let is_json = |media_type: &str| media_type == "application/json" || media_type.ends_with("+json");
    let json = body.entries_of("content")?.into_iter().find(|(media_type, _)| is_json(media_type));
    let Some((media_type, content)) = json else { return Ok(None) };
    let (required, help) = (body.flag("required")?, body.text("description")?.unwrap_or("The request body.").trim());
    let schema = content.get("schema").map(|schema| schema.resolve()).transpose()?;
    let properties = schema.map(|schema| properties(&schema)).transpose()?.unwrap_or_default();
    Ok(Some(quote! {
        ::dropspec_client::Body {
            media_type: #media_type,
            required: #required,
            help: #help,
            properties: &[#(#properties),*],
        }
    }))
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
        flags.push(value(name, &quote!(Body), required, &help, &kind(&property)?));
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
