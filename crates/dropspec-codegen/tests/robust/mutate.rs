//! Random changes to documents, as mistakes and attacks make them.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// One change to a document.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// Removes a part.
    Remove(Index),
    /// Replaces a part by another one.
    Replace(Index, Index),
    /// Replaces a part by an unexpected value.
    Odd(Index, Index),
    /// Replaces a part by a reference to another one.
    Refer(Index, Index),
    /// Inserts a part into an object, at an existing or unusual key.
    Insert(Index, Index, Index),
}

/// A few changes.
pub(crate) fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        any::<Index>().prop_map(Change::Remove),
        any::<(Index, Index)>().prop_map(|(at, from)| Change::Replace(at, from)),
        any::<(Index, Index)>().prop_map(|(at, odd)| Change::Odd(at, odd)),
        any::<(Index, Index)>().prop_map(|(at, to)| Change::Refer(at, to)),
        any::<(Index, Index, Index)>().prop_map(|(at, key, from)| Change::Insert(at, key, from)),
    ];
    proptest::collection::vec(change, 1..4)
}

/// The document after a change.
pub(crate) fn changed(mut document: Value, change: &Change) -> Value {
    let mut pointers = Vec::new();
    collect(&document, String::new(), &mut pointers);
    let pointer = |index: &Index| index.get::<String>(&pointers).as_str();
    let part = |index: &Index| document.pointer(pointer(index)).unwrap().clone();
    let (at, value) = match change {
        Change::Remove(at) => {
            let pointer = pointer(at);
            let (parent, key) = pointer.rsplit_once('/').unwrap_or_default();
            let key = key.replace("~1", "/").replace("~0", "~");
            match document.pointer_mut(parent) {
                // The whole document.
                _ if pointer.is_empty() => document = Value::Null,
                Some(Value::Object(object)) => drop(object.shift_remove(&key)),
                Some(Value::Array(items)) => drop(items.remove(key.parse().unwrap())),
                _ => {}
            }
            return document;
        }
        Change::Replace(at, from) => (at, part(from)),
        Change::Odd(at, odd) => (at, odd.get(&odd_values()).clone()),
        Change::Refer(at, to) => (at, json!({ "$ref": format!("#{}", to.get(&pointers)) })),
        Change::Insert(at, key, from) => {
            let mut object = part(at);
            if let Some(object) = object.as_object_mut() {
                object.insert((*key.get(&KEYS)).to_owned(), part(from));
            }
            (at, object)
        }
    };
    *document.pointer_mut(pointer(at)).unwrap() = value;
    document
}

fn collect(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    match value {
        Value::Object(object) => object.iter().for_each(|(key, part)| {
            collect(part, format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), pointers);
        }),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| collect(item, format!("{pointer}/{index}"), pointers));
        }
        _ => {}
    }
    pointers.push(pointer);
}

const KEYS: [&str; 31] = [
    "",
    "$ref",
    "-",
    "ä",
    "m²",
    "/",
    "self",
    "Self",
    "type",
    "items",
    "properties",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "nullable",
    "enum",
    "default",
    "required",
    "additionalProperties",
    "format",
    "pattern",
    "discriminator",
    "readOnly",
    "get",
    "200",
    "default",
    "application/json",
    "parameters",
    "schema",
    "x-data",
];

fn odd_values() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(0.5),
        json!(1e308),
        json!(u64::MAX),
        json!(""),
        json!("\u{0}"),
        json!("fn"),
        json!("m²"),
        json!("('"),
        json!("{}"),
        json!("string"),
        json!("object"),
        json!("array"),
        json!("integer"),
        json!("null"),
        json!("#"),
        json!("/{id}"),
        json!([]),
        json!([null]),
        json!(["a", "a"]),
        json!({}),
        json!({ "": {} }),
        json!({ "type": "string", "enum": [] }),
        json!({ "type": "string", "enum": ["", " ", "-", "ä", "a", "A"] }),
        json!({ "type": "object", "additionalProperties": {} }),
        json!({ "allOf": [{ "type": "string" }, { "type": "integer" }] }),
        json!({ "oneOf": [{}, { "type": "array", "items": {} }] }),
        json!({ "not": {} }),
    ]
}
