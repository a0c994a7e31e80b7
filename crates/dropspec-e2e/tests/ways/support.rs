//! The results of the generated validators.

use dropspec::ErrorSource;
use dropspec::encode::Encode;
use dropspec::schema::Schema;
use serde_json::Value;

/// The violations of a value: source and detail.
pub(crate) fn violations(schema: &Schema, value: &Value) -> Vec<(String, String)> {
    let found = schema.violations(value).unwrap();
    let place = |place| match place {
        ErrorSource::Pointer(pointer) => pointer,
        ErrorSource::Parameter(name) => name,
        ErrorSource::Cell { .. } => panic!("not a CSV file"),
    };
    found.into_iter().map(|violation| (place(violation.source), violation.detail)).collect()
}

/// Whether a schema allows a value.
pub(crate) fn allows(schema: &Schema, value: &Value) -> bool {
    violations(schema, value).is_empty()
}

/// A value as the fast encoder writes it.
pub(crate) fn encoded(value: &impl Encode) -> Value {
    let mut out = Vec::new();
    value.encode(&mut out);
    serde_json::from_slice(&out).unwrap()
}
