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
    let [old, new] = [old, new].map(with_schemas_in_lines);
    let lines = TextDiff::from_lines(&old, &new);
    let changes = lines.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal);
    changes.map(|change| format!("{} {}\n", change.tag(), change.value().trim())).collect()
}

/// The code with a line for each keyword of named schemas, each of which is one line.
fn with_schemas_in_lines(code: &str) -> String {
    let lines = code.lines().map(|line| {
        let schema = line.starts_with('"').then(|| format!("{{{}}}", line.trim_end_matches(',')));
        let schema = schema.and_then(|schema| serde_json::from_str::<serde_json::Value>(&schema).ok());
        schema.map_or_else(|| line.to_owned(), |schema| serde_json::to_string_pretty(&schema).unwrap())
    });
    lines.map(|line| line + "\n").collect()
}

/// The changed lines of the code when `from` is replaced by `to` in a document.
pub(crate) fn effect(document: &str, from: &str, to: &str) -> String {
    assert!(document.contains(from), "{from}");
    changes(&server(document).text(), &server(&document.replacen(from, to, 1)).text())
}
