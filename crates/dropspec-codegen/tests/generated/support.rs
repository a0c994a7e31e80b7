//! Documents, and changes to them.

use dropspec_codegen::{self as codegen, Generated};
use dropspec_openapi::source::Source;
use similar::{ChangeTag, TextDiff};

/// A small document with one of each thing.
pub(crate) const STALL: &str = include_str!("../documents/stall.yaml");

/// The document of the service in this repository.
pub(crate) const PEOPLE: &str = include_str!("../../../../openapi.yaml");

/// A parsed document.
pub(crate) fn source(text: &str) -> Source {
    Source::parse("api.yaml".as_ref(), text).unwrap()
}

/// The server of a document.
pub(crate) fn server(text: &str) -> Generated {
    codegen::server(&source(text)).unwrap()
}

/// The lines that differ, with `+` and `-` in front.
pub(crate) fn changes(old: &str, new: &str) -> String {
    let lines = TextDiff::from_lines(old, new);
    let changes = lines.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal);
    changes.map(|change| format!("{} {}\n", change.tag(), change.value().trim())).collect()
}

/// The changed lines of the code when `from` is replaced by `to` in a document.
pub(crate) fn effect(document: &str, from: &str, to: &str) -> String {
    assert!(document.contains(from), "{from}");
    changes(&server(document).text(), &server(&document.replacen(from, to, 1)).text())
}
