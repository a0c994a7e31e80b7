//! Generates the server of a document.

use std::collections::HashSet;

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::Document;
use dropspec_openapi::node::Checked;
use dropspec_openapi::source::Source;
use dropspec_openapi::stack::{join, with_large_stack};
use quote::quote;

use crate::authentication::Authentication;
use crate::generated::Generated;
use crate::model::{Library, Types};
use crate::rust::layout;
use crate::schemas::SchemaStatics;
use crate::{operations, tables, types};

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
    operations::name_operations(&mut document);
    let types = types::read(&document, Library::Server)?;
    let (calls, data) = join(|| calls(&document, &types), || data(&document, &types));
    let roles = [calls?, data?].concat();
    let imports = layout::items(quote! {
        #[allow(unused_imports)]
        use dropspec::{Error, IntoResponse, Problem, Response, Route};
        #[allow(unused_imports)]
        use http::{Method, StatusCode};
    })?;
    Ok(Generated { imports, roles, json: source.json(), warnings: types.warnings() })
}

/// The code of files by their names.
type Roles = Vec<(&'static str, String)>;

/// What is called, and how, with the schemas that it refers to.
fn calls<'s>(document: &Document<'s>, types: &Types<'s>) -> Checked<Roles> {
    let (mut schemas, authentication) = (SchemaStatics::new(document)?, Authentication::new(document));
    let operations = operations::operations(document, types, &mut schemas)?;
    let security = layout::items(authentication.items())?;
    let handlers =
        operations::routes(document)? + &operations::handlers(document, types, &mut schemas, &authentication)?;
    Ok(vec![
        ("operations.rs", layout::spaced(&operations)),
        ("security.rs", layout::spaced(&security)),
        ("handlers.rs", layout::spaced(&handlers)),
        ("schemas.rs", layout::spaced(&schemas.module()?)),
    ])
}

/// What is sent and stored.
fn data<'s>(document: &Document<'s>, types: &Types<'s>) -> Checked<Roles> {
    Ok(vec![
        ("tables.rs", layout::spaced(&tables::tables(document, types)?)),
        ("types.rs", types_module(document, types)?),
    ])
}

/// The module `types`.
fn types_module<'s>(document: &Document<'s>, types: &Types<'s>) -> Checked<String> {
    let head = quote! {
        /// The types of the schemas. Values of requests have been validated against their schemas.
        #[allow(
            clippy::just_underscores_and_digits,
            clippy::large_enum_variant,
            non_camel_case_types,
            non_snake_case,
            unused_imports
        )]
        pub mod types {
            use dropspec::schema as check;
        }
    };
    layout::module_of_lines(head, &types::module(document, types)?)
}
