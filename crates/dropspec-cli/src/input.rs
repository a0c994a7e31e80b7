//! Reads documents from files and from standard input.

use std::io::{self, Read};
use std::path::Path;

use dropspec_openapi::diagnostic::{Diagnostic, Diagnostics};
use dropspec_openapi::source::Source;

/// Reads the document in a file; `-` is standard input.
///
/// # Errors
/// When the document cannot be read, or is neither YAML nor JSON.
pub(crate) fn read(name: &Path) -> Result<Source, Diagnostics> {
    if name != Path::new("-") {
        return Source::read(name);
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).map_err(|error| {
        let message = format!("cannot read the document: {error}");
        Diagnostics(vec![Diagnostic { file: "-".into(), position: None, pointer: String::new(), message }])
    })?;
    Source::parse(name, &text)
}
