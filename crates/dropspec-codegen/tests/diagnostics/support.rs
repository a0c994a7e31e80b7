//! Small documents, and diagnostics with the lines that they point at.

use dropspec_codegen as codegen;
use dropspec_openapi::diagnostic::Diagnostics;
use dropspec_openapi::source::Source;

/// The diagnostics of a document, each with the line that it points at.
pub(crate) fn diagnostics(text: &str) -> String {
    match generate(text) {
        Ok(_) => "no diagnostics".to_owned(),
        Err(Diagnostics(found)) => {
            let shown = found.iter().map(|diagnostic| match diagnostic.position {
                Some((line, column)) => format!("{diagnostic}\n{}", excerpt(text, line, column)),
                None => diagnostic.to_string(),
            });
            shown.collect::<Vec<_>>().join("\n")
        }
    }
}

/// Asserts that each change to a document, of its first `before` to `after`, has a diagnostic at a pointer that ends so,
/// with the message.
#[track_caller]
pub(crate) fn assert_diagnostics(document: &str, changes: &[(&str, &str, &str, &str)]) {
    for (before, after, pointer, message) in changes {
        assert!(document.contains(before), "{before}");
        let found = diagnostics(&document.replacen(before, after, 1));
        assert!(
            found.starts_with("api.yaml:") && found.contains(message) && found.contains(&format!("{pointer})")),
            "{after}: {found}"
        );
    }
}

/// The server of a document.
pub(crate) fn generate(text: &str) -> Result<codegen::Generated, Diagnostics> {
    codegen::server(&Source::parse("api.yaml".as_ref(), text)?)
}

/// A document with the given paths, one line of YAML each.
pub(crate) fn with_paths(paths: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{ title: Shop, version: 1.0.0 }}\npaths:\n{}", indented(paths, 2))
}

/// A document with named schemas, one line of YAML each.
pub(crate) fn with_schemas(schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{ title: Shop, version: 1.0.0 }}\npaths: {{}}\ncomponents:\n  schemas:\n{}",
        indented(schemas, 4)
    )
}

fn indented(text: &str, by: usize) -> String {
    text.lines().map(|line| format!("{}{line}\n", " ".repeat(by))).collect()
}

fn excerpt(text: &str, line: usize, column: usize) -> String {
    let shown = text.lines().nth(line - 1).unwrap_or_default();
    format!("    | {shown}\n    | {}^", " ".repeat(column - 1))
}
