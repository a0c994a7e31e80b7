//! Nearly valid JSON: a valid value with parts replaced, removed or added.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

/// A change of a value.
#[derive(Clone, Debug)]
enum Change {
    Replace(Value),
    Remove,
    Add(&'static str, Value),
}

/// Values that differ from a valid one by up to three changes.
pub(crate) fn near(valid: Value) -> impl Strategy<Value = Value> {
    let change = prop_oneof![
        4 => other().prop_map(Change::Replace),
        2 => Just(Change::Remove),
        1 => (select(vec!["x", "a", "name", "size"]), other()).prop_map(|(name, value)| Change::Add(name, value)),
    ];
    proptest::collection::vec((any::<Index>(), change), 0..4).prop_map(move |changes| {
        let mut value = valid.clone();
        for (position, change) in changes {
            apply(&mut value, position, change);
        }
        value
    })
}

/// Values at the boundaries of what schemas allow.
fn other() -> impl Strategy<Value = Value> {
    let edges = json!([
        null, true, false, 0, 1, -1, 2, 3, -3, 4, 0.5, 1.5, -0.0, 2.0, 2.5, 3.0, 9.999, 10, 10.0, 1e3, 2_147_483_647,
        2_147_483_648_i64, -2_147_483_648_i64, 4_611_686_018_427_387_904_i64, "", "a", "_1", "é1", "fünf", "sechs!",
        "s", "m", "fruit", "tight", "wide", "yes", "AB-1", "AB-١", "b", "aa", "a@b.example", "2024-02-29",
        "2023-02-29", "2024-02-29T12:00:00Z", "01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f",
        "01930B7E5A4C7C3E9D2A6F1B2C3D4E5F", "urn:uuid:01930b7e-5a4c-7c3e-9d2a-6f1b2c3d4e5f", [], [1, 1.0], ["a", "a"],
        [null, 1], [[]], [[true]], {}, { "x": 1 }, { "type": 1 }, { "name": "a" }, { "sku": "AB-1", "draft": "no" },
    ]);
    let edges = edges.as_array().cloned().unwrap();
    prop_oneof![
        6 => select(edges),
        1 => any::<i32>().prop_map(Value::from),
        1 => (-1e6..1e6).prop_map(Value::from),
        1 => any::<String>().prop_map(Value::from),
    ]
}

fn apply(value: &mut Value, position: Index, change: Change) {
    let mut pointers = Vec::new();
    collect_pointers(value, String::new(), &mut pointers);
    let pointer = position.get(&pointers);
    match change {
        Change::Replace(new) => *value.pointer_mut(pointer).unwrap() = new,
        Change::Add(name, new) => match value.pointer_mut(pointer).unwrap() {
            Value::Object(object) => drop(object.insert(name.to_owned(), new)),
            Value::Array(items) => items.push(new),
            _ => {}
        },
        Change::Remove => {
            let Some((parent, name)) = pointer.rsplit_once('/') else { return };
            match value.pointer_mut(parent).unwrap() {
                Value::Object(object) => drop(object.remove(name)),
                Value::Array(items) => drop(items.remove(name.parse().unwrap())),
                _ => {}
            }
        }
    }
}

fn collect_pointers(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(object) => object.iter().map(|(name, part)| (name.clone(), part)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, part)| (index.to_string(), part)).collect(),
        _ => Vec::new(),
    };
    pointers.push(pointer.clone());
    for (name, part) in children {
        collect_pointers(part, format!("{pointer}/{name}"), pointers);
    }
}
