//! Generates the server of a document.

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::Document;
use dropspec_openapi::node::Checked;
use dropspec_openapi::source::Source;
use dropspec_openapi::stack::{join, with_large_stack};
use quote::quote;

use crate::generated::Generated;
use crate::model::Types;
use crate::rust::layout;
use crate::{operations, schemas, security, tables, types};

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

/// What is called, and how.
fn calls<'s>(document: &Document<'s>, types: &Types<'s>) -> Checked<Roles> {
    Ok(vec![
        ("operations.rs", layout::spaced(&operations::operations(document, types)?)),
        ("security.rs", layout::spaced(&layout::items(security::authenticators(document))?)),
        ("handlers.rs", layout::spaced(&operations::handlers(document, types)?)),
    ])
}

/// What is sent and stored.
fn data<'s>(document: &Document<'s>, types: &Types<'s>) -> Checked<Roles> {
    Ok(vec![
        ("tables.rs", layout::spaced(&tables::tables(document, types)?)),
        ("types.rs", types_module(document, types)?),
        ("schemas.rs", layout::spaced(&schemas::schemas(document)?)),
    ])
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
    let indented = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") };
    let items: String = items.lines().map(indented).collect();
    layout::module(head, &format!("\n{items}"))
}
