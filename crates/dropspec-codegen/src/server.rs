//! Generates the server of a document.

use std::collections::HashSet;

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::Document;
use dropspec_openapi::node::Checked;
use dropspec_openapi::source::Source;
use dropspec_openapi::stack::{join, with_large_stack};
use quote::quote;

use crate::rust::layout;
use crate::type_names::TypeNames;
use crate::types::{self, TypesModule, unsupported};
use crate::{contract, operations, schemas, security, tables};

/// The generated server of a document.
#[derive(Clone, Debug)]
pub struct Generated {
    /// Types, trait, requests, responses, validators and routes.
    pub api: String,
    /// The operations as dropshot describes them, for the contract test.
    pub contract: String,
    /// The document as JSON.
    pub json: String,
}

/// Generates the server of a document.
///
/// # Errors
/// If the document is malformed or uses something that is not supported.
pub fn server(source: &Source) -> Result<Generated, Diagnostics> {
    with_large_stack(|| write_server(source))
}

fn write_server(source: &Source) -> Result<Generated, Diagnostics> {
    let (document, Diagnostics(mut found)) = Document::read_sound(source);
    // Diagnostics of the generator about sound operations do not depend on the others.
    let generated = document.map(|document| write_document(source, document));
    match generated {
        Some(generated) if found.is_empty() => generated,
        Some(Err(Diagnostics(mut more))) => {
            // What is wrong with a value is the cause of what else is wrong with it.
            let places: HashSet<_> = found.iter().map(|it| (it.file.clone(), it.pointer.clone())).collect();
            more.retain(|it| !places.contains(&(it.file.clone(), it.pointer.clone())));
            found.extend(more);
            found.sort_by(|one, other| (&one.file, one.position).cmp(&(&other.file, other.position)));
            Err(Diagnostics(found))
        }
        _ => Err(Diagnostics(found)),
    }
}

fn write_document(source: &Source, mut document: Document<'_>) -> Result<Generated, Diagnostics> {
    operations::check_operation_names(&document)?;
    unsupported::fall_back_to_json(&mut document)?;
    // Assume that typify supports every schema; searching for unsupported ones is as expensive as generating the types.
    let (types, tables, texts) = match write(&document) {
        Ok((types, tables, texts)) if !types.broken => (types, tables, texts?),
        _ => {
            unsupported::find_unsupported(&mut document)?;
            let (types, tables, texts) = write(&document)?;
            (types, tables, texts?)
        }
    };
    let Texts { operations, schemas, contract } = texts;
    let parts = [operations, tables, types.text, schemas];
    let api = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    Ok(Generated { api, contract, json: source.json() })
}

/// The code that depends only on the names of the types.
struct Texts {
    operations: String,
    schemas: String,
    contract: String,
}

/// Generates the types and, at the same time, the code that depends only on their names.
fn write(document: &Document<'_>) -> Checked<(TypesModule, String, Checked<Texts>)> {
    let (space, types) = types::name(document)?;
    let (texts, module) = join(|| texts(document, &types), || types::module(document, space));
    let module = module?;
    let tables = layout::spaced(&tables::tables(document, &module.structs)?);
    Ok((module, tables, texts))
}

fn texts(document: &Document<'_>, types: &TypeNames) -> Checked<Texts> {
    let mut operations = layout::items(quote! {
        #[allow(unused_imports)]
        use dropspec::{Error, IntoResponse, Problem, Response, Route};
        #[allow(unused_imports)]
        use http::{Method, StatusCode};
    })?;
    operations += &operations::operations(document, types)?;
    operations += &layout::items(security::authenticators(document))?;
    operations += &operations::handlers(document, types)?;
    let (schemas, contract) = (schemas::schemas(document)?, contract::contract(document)?);
    Ok(Texts {
        operations: layout::spaced(&operations),
        schemas: layout::spaced(&schemas),
        contract: layout::spaced(&contract),
    })
}
