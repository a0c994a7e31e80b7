//! The verdicts and the words of the generated validators.

use dropspec::Place;
use dropspec::encode::Encode;
use dropspec::schema::Schema;
use serde_json::Value;

/// Where and what: the violations of a value.
pub(crate) fn violations(schema: &Schema, value: &Value) -> Vec<(String, String)> {
    let found = schema.violations(value).unwrap();
    let place = |place| match place {
        Place::Pointer(pointer) => pointer,
        Place::Parameter(name) => name,
        Place::Cell { .. } => panic!("a value is in no file"),
    };
    found.into_iter().map(|violation| (place(violation.place), violation.detail)).collect()
}

pub(crate) fn allows(schema: &Schema, value: &Value) -> bool {
    violations(schema, value).is_empty()
}

/// A value as the fast path writes it.
pub(crate) fn encoded(value: &impl Encode) -> Value {
    let mut out = Vec::new();
    value.encode(&mut out);
    serde_json::from_slice(&out).unwrap()
}
