//! The client, by progenitor.

use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};

use super::{format, internal};
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::lower;
use crate::source::Source;

/// Generates the client of a document.
///
/// # Errors
/// When the document is malformed or has what cannot be represented.
pub fn client(source: &Source) -> Result<String, Diagnostics> {
    let document = Document::read(source)?;
    let lowered = lower::for_client(&document, source.value())?;
    let lowered = serde_json::from_value(lowered)
        .map_err(|error| internal(&format!("progenitor cannot read the document: {error}")))?;
    let mut settings = GenerationSettings::default();
    settings.with_interface(InterfaceStyle::Positional).with_derive("PartialEq");
    let code = Generator::new(&settings)
        .generate_tokens(&lowered)
        .map_err(|error| internal(&format!("progenitor cannot generate a client: {error}")))?;
    format(&code)
}
