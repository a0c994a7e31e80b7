//! Warnings about the responses 401 and 403 where operations do not declare them.

use dropspec_openapi::diagnostic::Diagnostic;
use dropspec_openapi::document::{Document, Operation};
use dropspec_openapi::source::Source;
use dropspec_openapi::warnings::Warnings;

/// Returns one warning per status that secured operations return without declaring it.
pub(super) fn undeclared(document: &Document<'_>) -> Vec<Diagnostic> {
    let secured = |operation: &&Operation<'_>| operation.security.schemes().next().is_some();
    let scoped = |operation: &&Operation<'_>| {
        operation.security.alternatives.iter().flatten().any(|requirement| !requirement.scopes.is_empty())
    };
    let operations = || document.operations.iter();
    let missing = warning("401", "credentials are missing or invalid", operations().filter(secured));
    let insufficient = warning("403", "scopes are missing", operations().filter(scoped));
    missing.into_iter().chain(insufficient).collect()
}

/// Returns a warning about requirements that no request satisfies.
pub(super) fn unsatisfiable(source: &Source, document: &Document<'_>) -> Vec<Diagnostic> {
    let mut warnings = Warnings::default();
    for operation in document.operations.iter().filter(|operation| operation.security.has_unsatisfiable_alternative()) {
        let message = "no request can have credentials of two authentication schemes in `Authorization`: it gets 401; make the schemes alternatives";
        warnings.add(message, operation.node.pointer());
    }
    source.locate(&warnings)
}

/// A warning about the operations that do not declare a status, at the first of them.
fn warning<'d, 's: 'd>(
    status: &str,
    condition: &str,
    operations: impl Iterator<Item = &'d Operation<'s>>,
) -> Option<Diagnostic> {
    let mut undeclared = operations.filter(|operation| !declares(operation, status));
    let first = undeclared.next()?;
    let more = match undeclared.count() {
        0 => String::new(),
        1 => " (and 1 more operation)".to_owned(),
        count => format!(" (and {count} more operations)"),
    };
    Some(first.node.diagnostic(format!(
        "the operation does not declare the response {status}, which is returned when {condition}{more}"
    )))
}

/// Whether an operation declares a response for a status, by itself, by its range or by default.
fn declares(operation: &Operation<'_>, status: &str) -> bool {
    let responses = operation.node.get("responses");
    [status, "4XX", "default"]
        .iter()
        .any(|key| responses.as_ref().is_some_and(|responses| responses.get(key).is_some()))
}
