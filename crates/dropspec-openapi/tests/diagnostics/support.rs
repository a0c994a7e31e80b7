//! Small documents, and diagnostics with the lines that they point at.

use dropspec_openapi::diagnostic::{Diagnostic, Diagnostics};
use dropspec_openapi::document::Document;
use dropspec_openapi::source::Source;

/// The errors of a document, or else its warnings, each with the line that it points at.
pub(crate) fn diagnostics(text: &str) -> String {
    let shown = |diagnostic: &Diagnostic| match diagnostic.position {
        Some((line, column)) => format!("{diagnostic}\n{}", excerpt(text, line, column)),
        None => diagnostic.to_string(),
    };
    let lines: Vec<String> = match read(text) {
        Ok(warnings) if warnings.is_empty() => return "no diagnostics".to_owned(),
        Ok(warnings) => warnings
            .into_iter()
            .map(|warning| shown(&Diagnostic { message: format!("warning: {}", warning.message), ..warning }))
            .collect(),
        Err(Diagnostics(found)) => found.iter().map(shown).collect(),
    };
    lines.join("\n")
}

/// Reads and checks a document, and returns its warnings.
pub(crate) fn read(text: &str) -> Result<Vec<Diagnostic>, Diagnostics> {
    let source = Source::parse("api.yaml".as_ref(), text)?;
    Document::read(&source).map(|_| source.warnings())
}

/// A document with the given paths, one line of YAML each.
pub(crate) fn with_paths(paths: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{ title: Shop, version: 1.0.0 }}\npaths:\n{}", indented(paths, 2))
}

/// A document with one operation, `GET /items/{id}`, which the keys are added to.
pub(crate) fn with_operation(keys: &str) -> String {
    with_paths(&format!("/items/{{id}}:\n  get:\n{}", indented(keys, 4)))
}

/// A document with one operation that has a parameter in the query.
pub(crate) fn with_parameter(parameter: &str) -> String {
    let operation =
        format!("operationId: list\nparameters:\n  - {parameter}\nresponses: {{ '204': {{ description: None. }} }}");
    with_paths(&format!("/items:\n  get:\n{}", indented(&operation, 4)))
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
