//! How much there is in a document.

use serde::Serialize;
use serde_json::Value;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// How much there is in a document. What operations share is counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Counts {
    operations: usize,
    parameters: usize,
    schemas: usize,
}

impl Counts {
    /// As in `3 operations, 1 schema`.
    pub(super) fn words(self) -> String {
        let parts = [
            number(self.operations, "operation"),
            number(self.parameters, "parameter"),
            number(self.schemas, "schema"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { "nothing in it".to_owned() } else { parts.join(", ") }
    }
}

/// `3 operations`; nothing for none.
pub(super) fn number(count: usize, what: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(format!("{count} {what}s")),
    }
}

pub(super) fn count(document: &Value) -> Counts {
    let items = entries(&document["paths"]).filter(|(path, _)| !path.starts_with("x-")).map(|(_, item)| item);
    let mut counts = Counts {
        operations: 0,
        parameters: entries(&document["components"]["parameters"]).count(),
        schemas: entries(&document["components"]["schemas"]).count(),
    };
    for item in items {
        counts.parameters += described(&item["parameters"]);
        for operation in METHODS.iter().filter_map(|method| item.get(method)) {
            counts.operations += 1;
            counts.parameters += described(&operation["parameters"]);
        }
    }
    counts
}

/// How many of the parameters are described where they stand.
fn described(parameters: &Value) -> usize {
    let all = parameters.as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter(|parameter| parameter.get("$ref").is_none()).count()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}
