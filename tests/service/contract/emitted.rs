//! The document as dropshot emits it from the generated types.

#![allow(unreachable_pub, reason = "the generated code does not know where it is included")]

use people::api::{schemas, types};
use serde_json::Value;

include!(concat!(env!("OUT_DIR"), "/contract.rs"));

/// The document of all descriptions together.
pub(super) fn emitted() -> Value {
    let documents = contract().unwrap().into_iter().map(|api| {
        let document = api.openapi("People", "1.0.0".parse().unwrap());
        document.json().unwrap()
    });
    documents.reduce(merged).expect("there is an operation")
}

/// Both objects in one, with all that either has.
fn merged(mut one: Value, other: Value) -> Value {
    if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
        for (key, value) in other {
            let before = one.remove(&key);
            one.insert(key, before.map_or(value.clone(), |before| merged(before, value)));
        }
    }
    one
}
