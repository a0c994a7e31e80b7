//! The client, by progenitor.

mod pages;

use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::document::Document;
use dropspec_openapi::source::Source;
use dropspec_openapi::stack::with_large_stack;
use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};
use syn::Item;

use crate::error::internal;
use crate::lower;
use crate::panics::catch_panics;
use crate::rust::layout;
use crate::types::{clean_up, schemas_by_type, unsupported};
use pages::pages;

/// Generates the client of a document.
///
/// # Errors
/// When the document is malformed or has what cannot be represented.
pub fn client(source: &Source) -> Result<String, Diagnostics> {
    with_large_stack(|| write_client(source))
}

fn write_client(source: &Source) -> Result<String, Diagnostics> {
    let mut document = Document::read(source)?;
    unsupported::find_unsupported(&mut document)?;
    let lowered = lower::for_client(&document)?;
    let mut settings = GenerationSettings::default();
    settings.with_interface(InterfaceStyle::Positional).with_derive("PartialEq");
    let code = catch_panics(|| Generator::new(&settings).generate_tokens(&lowered))
        .map_err(|reason| internal(&format!("progenitor cannot generate a client: {reason}")))?;
    let mut file = layout::parse(code)?;
    let types = file.items.iter_mut().find_map(|item| match item {
        Item::Mod(module) if module.ident == "types" => module.content.as_mut(),
        _ => None,
    });
    if let Some((_, items)) = types {
        clean_up(&schemas_by_type(&document), items)?;
    }
    if let Some(pages) = pages(&document, &file) {
        file.items.extend(layout::parse(pages)?.items);
    }
    Ok(layout::spaced(&prettyplease::unparse(&file)))
}
