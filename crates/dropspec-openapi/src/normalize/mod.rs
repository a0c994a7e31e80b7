//! Normalization: every operation gets an `operationId`, and the base path is prepended to all paths.

mod base_path;
mod operation_ids;

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::pointer::escape;

pub(crate) use base_path::path_of_url;

/// A normalized document.
#[derive(Debug)]
pub(crate) struct Normalized {
    pub(crate) value: Value,
    /// The pointers to the paths, and those before normalization.
    original_paths: HashMap<String, String>,
}

impl Normalized {
    /// Normalizes a document; `None` if nothing changes.
    pub(crate) fn from_document(document: &Value) -> Option<Self> {
        let paths = document.get("paths")?.as_object()?;
        let base = base_path::base(document).unwrap_or_default();
        let names = operation_ids::unnamed_operations(paths);
        if base.is_empty() && names.is_empty() {
            return None;
        }
        let mut value = document.clone();
        for (path, method, name) in names {
            if let Some(operation) = value["paths"][&path][&method].as_object_mut() {
                operation.insert("operationId".to_owned(), Value::String(name));
            }
        }
        let mut original_paths = HashMap::new();
        if !base.is_empty() {
            original_paths = paths.keys().map(|path| (pointer(&joined(&base, path)), pointer(path))).collect();
            let items = value["paths"].as_object_mut().map(std::mem::take).unwrap_or_default();
            let items: Map<String, Value> =
                items.into_iter().map(|(path, item)| (joined(&base, &path), item)).collect();
            value["paths"] = Value::Object(items);
        }
        Some(Self { value, original_paths })
    }

    /// The pointer to a value before normalization.
    pub(crate) fn origin(&self, at: &str) -> String {
        let end = at.match_indices('/').nth(2).map_or(at.len(), |(index, _)| index);
        self.original_paths.get(&at[..end]).map_or_else(|| at.to_owned(), |place| format!("{place}{}", &at[end..]))
    }
}

fn pointer(path: &str) -> String {
    format!("/paths/{}", escape(path))
}

/// Prepends the base path. Invalid paths are kept, for diagnostics.
fn joined(base: &str, path: &str) -> String {
    if path.starts_with('/') { format!("{base}{path}") } else { path.to_owned() }
}
