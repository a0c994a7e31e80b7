//! Answers to callers without the right credentials, which the document does not declare.

use dropspec_build::diagnostic::Diagnostic;
use dropspec_build::document::{Document, Operation};

/// One remark for each status that operations answer and do not declare, however many they are.
pub(super) fn undeclared(document: &Document<'_>) -> Vec<Diagnostic> {
    let asks = |operation: &&Operation<'_>| operation.security.schemes().next().is_some();
    let scoped = |operation: &&Operation<'_>| {
        operation.security.alternatives.iter().flatten().any(|need| !need.scopes.is_empty())
    };
    let remark = |status: &str, who: &str, answering: Vec<&Operation<'_>>| {
        let silent: Vec<&Operation<'_>> =
            answering.into_iter().filter(|operation| !declares(operation, status)).collect();
        let first = silent.first()?;
        let elsewhere = match silent.len() {
            1 => String::new(),
            2 => ", and neither does another one".to_owned(),
            count => format!(", and neither do {} others", count - 1),
        };
        Some(first.node.diagnostic(format!(
            "{who} are answered with {status} and a problem, which the operation does not declare{elsewhere}"
        )))
    };
    let operations = || document.operations.iter();
    let missing = remark("401", "callers without credentials that hold", operations().filter(asks).collect());
    let insufficient = remark("403", "callers without the scopes", operations().filter(scoped).collect());
    missing.into_iter().chain(insufficient).collect()
}

/// Whether a status has a response, of its own or with others.
fn declares(operation: &Operation<'_>, status: &str) -> bool {
    let responses = operation.node.get("responses");
    [status, "4XX", "default"]
        .iter()
        .any(|key| responses.as_ref().is_some_and(|responses| responses.get(key).is_some()))
}
