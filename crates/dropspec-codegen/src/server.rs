//! Generates the server of a document.

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::Document;
use dropspec_openapi::node::Checked;
use dropspec_openapi::source::Source;
use dropspec_openapi::stack::{join, with_large_stack};
use dropspec_openapi::warnings::Warnings;
use quote::quote;

use crate::model::Types;
use crate::rust::layout;
use crate::{operations, schemas, security, tables, types};

/// The generated server of a document.
#[derive(Clone, Debug)]
pub struct Generated {
    /// Types, trait, requests, responses, validators and routes.
    pub api: String,
    /// The document as JSON.
    pub json: String,
    /// What the generated code represents less precisely than the document describes it.
    pub warnings: Warnings,
}

/// Generates the server of a document.
///
/// # Errors
/// If the document is malformed or uses something that is not supported.
pub fn server(source: &Source) -> Result<Generated, Diagnostics> {
    with_large_stack(|| write_server(source))
}

fn write_server(source: &Source) -> Result<Generated, Diagnostics> {
    let document = Document::read(source)?;
    operations::check_operation_names(&document)?;
    let types = types::read(&document)?;
    let (texts, (module, tables)) =
        join(|| texts(&document, &types), || (types_module(&document, &types), tables::tables(&document, &types)));
    let (module, tables) = (module?, layout::spaced(&tables?));
    let Texts { operations, schemas } = texts?;
    let parts = [operations, tables, module, schemas];
    let api = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    Ok(Generated { api, json: source.json(), warnings: types.warnings() })
}

/// The module `types`.
fn types_module<'s>(document: &Document<'s>, types: &Types<'s>) -> Checked<String> {
    let head = quote! {
        /// The types of the schemas. Values of requests have been validated against their schemas.
        #[allow(clippy::large_enum_variant, non_camel_case_types, unused_imports)]
        pub mod types {
            use dropspec::schema as check;
        }
    };
    let items = types::module(document, types)?;
    let indented = |line| if line == "" { "\n".to_owned() } else { format!("    {line}\n") };
    let items: String = items.lines().map(indented).collect();
    layout::module(head, &format!("\n{items}"))
}

/// The code that depends only on the names of the types.
struct Texts {
    operations: String,
    schemas: String,
}

fn texts<'s>(document: &Document<'s>, types: &Types<'s>) -> Checked<Texts> {
    let mut operations = layout::items(quote! {
        #[allow(unused_imports)]
        use dropspec::{Error, IntoResponse, Problem, Response, Route};
        #[allow(unused_imports)]
        use http::{Method, StatusCode};
    })?;
    operations += &operations::operations(document, types)?;
    operations += &layout::items(security::authenticators(document))?;
    operations += &operations::handlers(document, types)?;
    let schemas = schemas::schemas(document)?;
    Ok(Texts { operations: layout::spaced(&operations), schemas: layout::spaced(&schemas) })
}
