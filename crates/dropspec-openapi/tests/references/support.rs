//! Documents of several files.

use std::path::Path;

use dropspec_openapi::document::Document;
use dropspec_openapi::source::Source;

/// The head of a document.
pub(crate) const HEAD: &str = "openapi: 3.0.3\ninfo: { title: Shop, version: 1.0.0 }\n";

/// A document: the root with the head before it, and other files.
pub(crate) fn source(root: &str, others: &[(&str, &str)]) -> Source {
    let root = format!("{HEAD}{root}");
    let mut files = vec![(Path::new("api.yaml"), root.as_str())];
    files.extend(others.iter().map(|(path, text)| (Path::new(*path), *text)));
    Source::from_files(&files).unwrap()
}

/// A part of the normalized document as one line of JSON, or the diagnostics.
pub(crate) fn part(root: &str, others: &[(&str, &str)], pointer: &str) -> String {
    let source = source(root, others);
    match Document::read(&source) {
        Ok(_) => source.value().pointer(pointer).map_or("nothing".to_owned(), ToString::to_string),
        Err(found) => found.to_string(),
    }
}

/// The diagnostics of a document.
pub(crate) fn diagnostics(root: &str, others: &[(&str, &str)]) -> String {
    Document::read(&source(root, others)).map_or_else(|found| found.to_string(), |_| "no diagnostics".to_owned())
}
