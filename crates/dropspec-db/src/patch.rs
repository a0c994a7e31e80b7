//! Patches of JSON values: merge patches (RFC 7396) and JSON Patches (RFC 6902).

use http::StatusCode;
use json_patch::{PatchErrorKind, PatchOperation, jsonptr::Pointer};
use serde::Serialize;
use serde_json::Value;

use super::error::Rejection;
use dropspec_http::Error as HttpError;
use dropspec_http::whole_numbers;
use dropspec_schema::{ErrorSource, Violation};

/// The maximum number of operations of a JSON Patch: enough for any change of one row, and too few to nest values so deeply that
/// recursive code overflows the stack.
const MAX_OPERATIONS: usize = 1000;

/// The maximum number of values that a JSON Patch copies. Each copy can double the size of the next one.
const MAX_COPIED: usize = 100_000;

/// The maximum number of array items behind those that a JSON Patch inserts and removes. Each insertion and removal moves all of them.
const MAX_MOVED: usize = 10_000_000;

/// A patch.
#[derive(Clone, Debug, PartialEq)]
pub enum Patch {
    /// `application/merge-patch+json`: values replace, null removes.
    Merge(Value),
    /// `application/json-patch+json`: operations in sequence, all or none.
    Operations(Vec<Value>),
}

impl Patch {
    /// A merge patch, from a decoded body.
    ///
    /// # Errors
    /// When it cannot be serialized.
    pub fn merge(body: &impl Serialize) -> Result<Self, HttpError> {
        Ok(Self::Merge(serde_json::to_value(body)?))
    }

    /// A JSON Patch, from a decoded body.
    ///
    /// # Errors
    /// When it cannot be serialized as an array.
    pub fn operations(body: &impl Serialize) -> Result<Self, HttpError> {
        match serde_json::to_value(body)? {
            Value::Array(operations) => Ok(Self::Operations(operations)),
            _ => Err(HttpError::internal("a JSON Patch is an array")),
        }
    }

    /// Whether a merge patch has a property.
    pub(crate) fn has_property(&self, name: &str) -> bool {
        matches!(self, Self::Merge(patch) if patch.get(name).is_some())
    }

    /// Applies the patch to a value.
    ///
    /// # Errors
    /// 400 when the patch is malformed, 409 when it does not apply to the value (RFC 5789, section 2.2).
    pub fn apply(&self, value: Value) -> Result<Value, Rejection> {
        // 22 and 22.0 are one number to JSON Schema and to the `test` of a JSON Patch.
        let mut value = whole_numbers(value);
        match self {
            Self::Merge(patch) => json_patch::merge(&mut value, patch),
            Self::Operations(operations) => {
                if operations.len() > MAX_OPERATIONS {
                    let detail = format!("a JSON Patch has at most {MAX_OPERATIONS} operations");
                    return Err(invalid(String::new(), detail));
                }
                let read = operations.iter().enumerate().map(|(index, operation)| read(index, operation));
                let operations = read.collect::<Result<Vec<_>, _>>()?;
                let (mut copied, mut moved) = (0, 0);
                for (index, operation) in operations.iter().enumerate() {
                    copied += size_of_copy(operation, &value);
                    if copied > MAX_COPIED {
                        return Err(conflict(index, "/from", format!("more than {MAX_COPIED} values are copied")));
                    }
                    moved += moved_items(operation, &value);
                    if moved > MAX_MOVED {
                        return Err(conflict(index, "/path", format!("more than {MAX_MOVED} array items are moved")));
                    }
                    step(&mut value, index, operation)?;
                }
            }
        }
        Ok(value)
    }
}

fn read(index: usize, operation: &Value) -> Result<PatchOperation, Rejection> {
    serde_json::from_value(whole_numbers(operation.clone()))
        .map_err(|error| invalid(format!("/{index}"), format!("invalid JSON Patch operation: {error} - '{index}'")))
}

fn invalid(pointer: String, detail: String) -> Rejection {
    Rejection::invalid(StatusCode::BAD_REQUEST, vec![Violation { source: ErrorSource::Pointer(pointer), detail }])
}

fn step(value: &mut Value, index: usize, operation: &PatchOperation) -> Result<(), Rejection> {
    json_patch::patch_unsafe(value, std::slice::from_ref(operation)).map_err(|error| match (error.kind, operation) {
        (PatchErrorKind::TestFailed, PatchOperation::Test(test)) => {
            conflict(index, "/value", format!("test failed: the value at {} differs", shown(&test.path)))
        }
        (PatchErrorKind::InvalidFromPointer, PatchOperation::Move(it)) => no_value(index, "/from", &it.from),
        (PatchErrorKind::InvalidFromPointer, PatchOperation::Copy(it)) => no_value(index, "/from", &it.from),
        (PatchErrorKind::CannotMoveInsideItself, _) => {
            conflict(index, "/path", "a value cannot be moved into itself".to_owned())
        }
        _ => no_value(index, "/path", operation.path()),
    })
}

fn no_value(index: usize, member: &str, path: &Pointer) -> Rejection {
    conflict(index, member, format!("no value at {}", shown(path)))
}

fn shown(path: &Pointer) -> String {
    if path.is_root() { "the root".to_owned() } else { format!("{path}") }
}

fn conflict(index: usize, member: &str, detail: String) -> Rejection {
    let source = ErrorSource::Pointer(format!("/{index}{member}"));
    Rejection::invalid(StatusCode::CONFLICT, vec![Violation { source, detail }])
}

/// The number of values that an operation copies.
fn size_of_copy(operation: &PatchOperation, value: &Value) -> usize {
    let PatchOperation::Copy(copy) = operation else { return 0 };
    value.pointer(copy.from.as_str()).map_or(0, size)
}

/// The number of array items that an operation may move: those of the arrays that it inserts into or removes from.
fn moved_items(operation: &PatchOperation, value: &Value) -> usize {
    let items = |path: &Pointer| {
        let array = path.parent().and_then(|array| value.pointer(array.as_str())?.as_array());
        array.map_or(0, Vec::len)
    };
    match operation {
        PatchOperation::Move(it) => items(&it.from) + items(&it.path),
        PatchOperation::Add(_) | PatchOperation::Remove(_) | PatchOperation::Copy(_) => items(operation.path()),
        PatchOperation::Replace(_) | PatchOperation::Test(_) => 0,
    }
}

fn size(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(properties) => properties.values().map(size).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn applied(operations: Value, to: Value) -> Result<Value, (u16, Violation)> {
        let outcome = Patch::operations(&operations).unwrap().apply(to);
        outcome.map_err(|rejection| (rejection.status.as_u16(), rejection.problem.errors[0].clone()))
    }

    #[track_caller]
    fn fails(operations: Value, status: u16, pointer: &str, detail: &str) {
        let (found, violation) = applied(operations, json!({ "a": 1, "b": [1.5] })).unwrap_err();
        assert_eq!((found, violation.source), (status, ErrorSource::Pointer(pointer.to_owned())));
        assert!(violation.detail.contains(detail), "{}", violation.detail);
    }

    #[test]
    fn a_merge_patch_replaces_adds_and_removes() {
        let patch = Patch::merge(&json!({ "a": null, "b": { "c": 2, "d": null }, "e": [null] })).unwrap();
        let patched = patch.apply(json!({ "a": 1, "b": { "d": 3 }, "f": 7.0 }));
        assert_eq!(patched, Ok(json!({ "b": { "c": 2 }, "e": [null], "f": 7 })));
    }

    #[test]
    fn operations_follow_each_other() {
        let operations = json!([
            { "op": "test", "path": "/a", "value": 1.0 },
            { "op": "replace", "path": "/a", "value": 2 },
            { "op": "test", "path": "/a", "value": 2 },
            { "op": "add", "path": "/b/-", "value": null },
            { "op": "copy", "from": "/a", "path": "/c" },
            { "op": "move", "from": "/c", "path": "/d~1e" },
            { "op": "remove", "path": "/a" },
        ]);
        assert_eq!(applied(operations, json!({ "a": 1, "b": [] })), Ok(json!({ "b": [null], "d/e": 2 })));
    }

    #[test]
    fn a_patch_that_does_not_apply_is_a_conflict() {
        let test = json!({ "op": "test", "path": "/a", "value": 1 });
        fails(json!([test, { "op": "test", "path": "/a", "value": "1" }]), 409, "/1/value", "the value at /a differs");
        fails(json!([{ "op": "test", "path": "/z", "value": 1 }]), 409, "/0/path", "no value at /z");
        fails(json!([{ "op": "remove", "path": "/b/1" }]), 409, "/0/path", "no value at /b/1");
        fails(json!([{ "op": "add", "path": "/z/y", "value": 1 }]), 409, "/0/path", "no value at /z/y");
        fails(json!([{ "op": "remove", "path": "" }]), 409, "/0/path", "the root");
        fails(json!([{ "op": "copy", "from": "/z", "path": "/y" }]), 409, "/0/from", "no value at /z");
        fails(json!([{ "op": "move", "from": "/b", "path": "/b/0" }]), 409, "/0/path", "into itself");
    }

    #[test]
    fn a_malformed_patch_is_invalid() {
        fails(json!([{ "op": "smash", "path": "/a" }]), 400, "/0", "smash");
        fails(json!([{ "op": "add", "path": "/a" }]), 400, "/0", "value");
        fails(json!([{ "op": "remove", "path": "a" }]), 400, "/0", "invalid JSON Patch operation");
        assert!(Patch::operations(&json!({})).is_err());
    }

    #[test]
    fn insertions_do_not_move_items_without_end() {
        let add = json!({ "op": "add", "path": "/a/0", "value": 1 });
        let long = json!({ "a": vec![0; 100_000] });
        let outcome = Patch::Operations(vec![add.clone(); 1000]).apply(long.clone());
        let violation = outcome.unwrap_err().problem.errors[0].clone();
        assert_eq!(violation.source, ErrorSource::Pointer("/99/path".to_owned()));
        assert!(violation.detail.contains("array items are moved"), "{}", violation.detail);
        assert!(Patch::Operations(vec![add; 90]).apply(long).is_ok());
    }

    #[test]
    fn copies_do_not_grow_without_end() {
        let double: Vec<Value> =
            (0..60).map(|index| json!({ "op": "copy", "from": "", "path": format!("/{index}") })).collect();
        fails(json!(double), 409, "/14/from", "values are copied");
        let deep: Vec<Value> = (0..1001).map(|_| json!({ "op": "move", "from": "/a", "path": "/a" })).collect();
        fails(json!(deep), 400, "", "at most 1000 operations");
    }
}
