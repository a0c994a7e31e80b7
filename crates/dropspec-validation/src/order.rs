//! Equality of JSON values: numbers are equal if their values are, and objects regardless of the order of their properties.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use crate::number::compare as compare_numbers;

/// Whether two values are equal.
pub(crate) fn are_equal(one: &Value, other: &Value) -> bool {
    compare(one, other).is_eq()
}

/// Whether no two of the values are equal. It takes the time to sort them.
pub(crate) fn are_unique(values: &[Value]) -> bool {
    let mut sorted: Vec<&Value> = values.iter().collect();
    sorted.sort_unstable_by(|one, other| compare(one, other));
    sorted.windows(2).all(|pair| !are_equal(pair[0], pair[1]))
}

/// A total order of all values.
fn compare(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Bool(one), Value::Bool(other)) => one.cmp(other),
        (Value::Number(one), Value::Number(other)) => compare_numbers(one, other),
        (Value::String(one), Value::String(other)) => one.cmp(other),
        (Value::Array(one), Value::Array(other)) => {
            let items = || one.iter().zip(other).map(|(one, other)| compare(one, other));
            one.len().cmp(&other.len()).then_with(|| first_difference(items()))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len().cmp(&other.len()).then_with(|| compare_objects(one, other))
        }
        _ => rank(one).cmp(&rank(other)),
    }
}

fn compare_objects(one: &Map<String, Value>, other: &Map<String, Value>) -> Ordering {
    let (one, other) = (sorted(one), sorted(other));
    let names = one.iter().map(|(name, _)| name).cmp(other.iter().map(|(name, _)| name));
    names.then_with(|| first_difference(one.iter().zip(&other).map(|((_, one), (_, other))| compare(one, other))))
}

fn sorted(object: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut properties: Vec<_> = object.iter().collect();
    properties.sort_unstable_by_key(|(name, _)| *name);
    properties
}

fn first_difference(mut orders: impl Iterator<Item = Ordering>) -> Ordering {
    orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}
