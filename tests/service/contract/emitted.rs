//! The document as dropshot emits it from the generated types.

#![allow(unreachable_pub, reason = "the generated code does not know where it is included")]

use people::api::{schemas, types};
use serde_json::Value;

include!(concat!(env!("OUT_DIR"), "/contract.rs"));

pub(super) fn emitted() -> Value {
    let api = contract().unwrap();
    api.openapi("People", "1.0.0".parse().unwrap()).json().unwrap()
}
