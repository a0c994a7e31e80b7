//! Generates the server of a document.

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::Document;
use dropspec_openapi::node::Checked;
use dropspec_openapi::source::Source;
use dropspec_openapi::stack::{join, with_large_stack};
use quote::quote;

use crate::authentication::Authentication;
use crate::rust::layout;
use crate::schemas::SchemaStatics;
use crate::type_names::TypeNames;
use crate::types::{self, TypesModule, unsupported};
use crate::{contract, operations, tables};

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
    let mut document = Document::read(source)?;
    operations::name_operations(&mut document);
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
    let (mut schemas, authentication) = (SchemaStatics::new(document)?, Authentication::new(document));
    operations += &operations::operations(document, types, &mut schemas)?;
    operations += &layout::items(authentication.items())?;
    operations += &operations::routes(document)?;
    operations += &operations::handlers(document, types, &mut schemas, &authentication)?;
    let (schemas, contract) = (schemas.module()?, contract::contract(document)?);
    Ok(Texts {
        operations: layout::spaced(&operations),
        schemas: layout::spaced(&schemas),
        contract: layout::spaced(&contract),
    })
}
