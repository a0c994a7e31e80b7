//! Normalization: every operation gets an `operationId`, and the base path is prepended to all paths.

mod base_path;
mod operation_ids;

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::pointer::escape;

pub(crate) use base_path::path_of_server;

/// The changes that normalize a document.
#[derive(Debug)]
pub(crate) struct Normalization {
    base: String,
    /// The operations without an id: path, method and generated id.
    ids: Vec<(String, String, String)>,
}

/// The pointers to paths before normalization, by those after it.
#[derive(Debug, Default)]
pub(crate) struct OriginalPaths(HashMap<String, String>);

impl Normalization {
    /// The changes of a document; `None` if nothing changes.
    pub(crate) fn of(document: &Value) -> Option<Self> {
        let paths = document.get("paths")?.as_object()?;
        let base = base_path::base(document).unwrap_or_default();
        let ids = operation_ids::unnamed_operations(paths);
        (!base.is_empty() || !ids.is_empty()).then_some(Self { base, ids })
    }

    /// Changes the document.
    pub(crate) fn apply(self, document: &mut Value) -> OriginalPaths {
        for (path, method, id) in self.ids {
            if let Some(operation) = document["paths"][&path][&method].as_object_mut() {
                operation.insert("operationId".to_owned(), Value::String(id));
            }
        }
        if self.base.is_empty() {
            return OriginalPaths::default();
        }
        let items = document["paths"].as_object_mut().map(std::mem::take).unwrap_or_default();
        let original =
            OriginalPaths(items.keys().map(|path| (pointer(&joined(&self.base, path)), pointer(path))).collect());
        let items: Map<String, Value> =
            items.into_iter().map(|(path, item)| (joined(&self.base, &path), item)).collect();
        document["paths"] = Value::Object(items);
        original
    }
}

impl OriginalPaths {
    /// The pointer to a value before normalization.
    pub(crate) fn origin(&self, at: &str) -> String {
        let end = at.match_indices('/').nth(2).map_or(at.len(), |(index, _)| index);
        self.0.get(&at[..end]).map_or_else(|| at.to_owned(), |place| format!("{place}{}", &at[end..]))
    }
}

fn pointer(path: &str) -> String {
    format!("/paths/{}", escape(path))
}

/// Prepends the base path. Invalid paths are kept, for diagnostics.
fn joined(base: &str, path: &str) -> String {
    if path.starts_with('/') { format!("{base}{path}") } else { path.to_owned() }
}
