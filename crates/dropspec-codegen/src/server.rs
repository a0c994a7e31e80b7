//! Generates the server of a document.

use std::collections::HashSet;

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::Document;
use dropspec_openapi::node::Checked;
use dropspec_openapi::source::Source;
use dropspec_openapi::stack::{join, with_large_stack};
use dropspec_openapi::warnings::Warnings;
use quote::quote;

use crate::authentication::Authentication;
use crate::generated::Generated;
use crate::model::{Library, Types};
use crate::rust::layout::Layout;
use crate::schemas::SchemaStatics;
use crate::{operations, tables, types};

/// Generates the server of a document.
///
/// # Errors
/// If the document is malformed or uses something that is not supported.
pub fn server(source: &Source) -> Result<Generated, Diagnostics> {
    with_large_stack(|| {
        generate(source, |document| {
            let written = write(document, Layout::Formatted)?;
            Ok(Generated {
                imports: written.imports,
                roles: written.roles,
                json: source.json(),
                warnings: written.warnings,
            })
        })
    })
}

/// Reads a document and generates code of it. The diagnostics are those of the document and of the generator.
pub(crate) fn generate<T>(
    source: &Source,
    write: impl FnOnce(&mut Document<'_>) -> Result<T, Diagnostics>,
) -> Result<T, Diagnostics> {
    let (document, Diagnostics(mut found)) = Document::read_sound(source);
    // Diagnostics of the generator about sound operations do not depend on the others.
    let generated = document.map(|mut document| write(&mut document));
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

/// The code of a server.
pub(crate) struct Written {
    imports: String,
    roles: Roles,
    /// What the code represents less precisely than the document describes it.
    pub(crate) warnings: Warnings,
}

/// Writes the code of a document.
pub(crate) fn write(document: &mut Document<'_>, layout: Layout) -> Checked<Written> {
    operations::name_operations(document);
    let types = types::read(document, Library::Server)?;
    let (calls, data) = join(|| calls(document, &types, layout), || data(document, &types, layout));
    let roles = [calls?, data?].concat();
    let imports = layout.items(quote! {
        #[allow(unused_imports)]
        use dropspec::{Error, IntoResponse, Problem, Response, Route};
        #[allow(unused_imports)]
        use http::{Method, StatusCode};
    })?;
    Ok(Written { imports, roles, warnings: types.warnings() })
}

/// The code of files by their names.
type Roles = Vec<(&'static str, String)>;

/// What is called, and how, with the schemas that it refers to.
fn calls<'s>(document: &Document<'s>, types: &Types<'s>, layout: Layout) -> Checked<Roles> {
    let (mut schemas, authentication) = (SchemaStatics::new(document)?, Authentication::new(document));
    let operations = operations::operations(document, types, &mut schemas, layout)?;
    let security = layout.items(authentication.items())?;
    let handlers = operations::routes(document, layout)?
        + &operations::handlers(document, types, &mut schemas, &authentication, layout)?;
    Ok(vec![
        ("operations.rs", layout.spaced(operations)),
        ("security.rs", layout.spaced(security)),
        ("handlers.rs", layout.spaced(handlers)),
        ("schemas.rs", layout.spaced(schemas.module(layout)?)),
    ])
}

/// What is sent and stored.
fn data<'s>(document: &Document<'s>, types: &Types<'s>, layout: Layout) -> Checked<Roles> {
    Ok(vec![
        ("tables.rs", layout.spaced(tables::tables(document, types, layout)?)),
        ("types.rs", types_module(document, types, layout)?),
    ])
}

/// The module `types`.
fn types_module<'s>(document: &Document<'s>, types: &Types<'s>, layout: Layout) -> Checked<String> {
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
    layout.module_of_lines(head, &types::module(document, types)?)
}
