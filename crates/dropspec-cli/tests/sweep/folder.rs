//! Documents that others have written, with a call of each operation.

use std::fs;
use std::path::Path;

use dropspec_openapi::document::Document;
use dropspec_openapi::source::Source;

use crate::Subject;
use crate::calls::{Call, Expected, encoded};

/// The documents in a folder and its subfolders, in the order of their paths.
pub(crate) fn documents(folder: &Path) -> Vec<Subject> {
    let mut subjects = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            subjects.extend(documents(&path));
        } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "json") {
            let Ok(text) = fs::read_to_string(&path) else { continue };
            let calls = calls(&path, &text);
            subjects.push(Subject { name: path.display().to_string(), text, calls });
        }
    }
    subjects
}

/// A call of each operation, with `1` for all parameters of its path and nothing else; none if the document is not supported.
fn calls(path: &Path, text: &str) -> Vec<Call> {
    let Ok(source) = Source::parse(path, text) else { return Vec::new() };
    let Ok(document) = Document::read(&source) else { return Vec::new() };
    let call = |operation: &dropspec_openapi::document::Operation<'_>| Call {
        method: operation.method.to_string(),
        target: target(operation.path),
        headers: Vec::new(),
        body: None,
        expected: Expected::Known,
    };
    document.operations.iter().map(call).collect()
}

fn target(path: &str) -> String {
    let mut filled = String::new();
    let mut rest = path;
    while let Some((literal, more)) = rest.split_once('{') {
        filled += &literal_encoded(literal);
        filled.push('1');
        rest = more.split_once('}').map_or("", |(_, rest)| rest);
    }
    filled + &literal_encoded(rest)
}

fn literal_encoded(literal: &str) -> String {
    literal.split('/').map(encoded).collect::<Vec<_>>().join("/")
}
