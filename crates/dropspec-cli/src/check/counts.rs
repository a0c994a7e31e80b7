//! The size of a document.

use serde::Serialize;
use serde_json::Value;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The size of a document. Shared components count once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Counts {
    operations: usize,
    parameters: usize,
    schemas: usize,
}

impl Counts {
    /// The counts that are not zero, such as `3 operations` and `1 schema`.
    pub(super) fn phrases(self) -> impl Iterator<Item = String> {
        let phrases = [
            phrase(self.operations, "operation"),
            phrase(self.parameters, "parameter"),
            phrase(self.schemas, "schema"),
        ];
        phrases.into_iter().flatten()
    }
}

/// A count with its noun, such as `3 operations`; none for zero.
pub(super) fn phrase(count: usize, noun: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {noun}")),
        _ => Some(format!("{count} {noun}s")),
    }
}

/// Counts the operations, parameters and schemas of a document.
pub(super) fn count(document: &Value) -> Counts {
    let items = entries(&document["paths"]).filter(|(path, _)| !path.starts_with("x-")).map(|(_, item)| item);
    let mut counts = Counts {
        operations: 0,
        parameters: entries(&document["components"]["parameters"]).count(),
        schemas: entries(&document["components"]["schemas"]).count(),
    };
    for item in items {
        counts.parameters += inline_parameters(&item["parameters"]);
        for operation in METHODS.iter().filter_map(|method| item.get(method)) {
            counts.operations += 1;
            counts.parameters += inline_parameters(&operation["parameters"]);
        }
    }
    counts
}

/// The number of parameters that are not references to components.
fn inline_parameters(parameters: &Value) -> usize {
    let all = parameters.as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter(|parameter| parameter.get("$ref").is_none()).count()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}
