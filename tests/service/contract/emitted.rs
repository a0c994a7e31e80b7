//! The document as dropshot emits it from the generated types.

#![allow(unreachable_pub, reason = "generated code is included as is")]

use people::api::{schemas, types};
use serde_json::Value;

include!(concat!(env!("OUT_DIR"), "/contract.rs"));

/// Returns the merged document of all API descriptions.
pub(super) fn emitted() -> Value {
    let documents = contract().unwrap().into_iter().map(|api| {
        let document = api.openapi("People", "1.0.0".parse().unwrap());
        document.json().unwrap()
    });
    documents.reduce(merged).expect("there is at least one operation")
}

/// Merges two objects recursively.
fn merged(mut one: Value, other: Value) -> Value {
    if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
        for (key, value) in other {
            let before = one.remove(&key);
            one.insert(key, before.map_or(value.clone(), |before| merged(before, value)));
        }
    }
    one
}
