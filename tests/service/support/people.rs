//! People to register.

use serde_json::{Value, json};

/// Somebody with all properties that are required.
pub(crate) fn person() -> Value {
    json!({
        "passengerClass": 3,
        "name": "Mr. Owen Harris Braund",
        "sex": "male",
        "age": 22,
        "siblingsOrSpousesAboard": 1,
        "parentsOrChildrenAboard": 0,
        "fare": 7.25,
    })
}

/// Somebody with one more, or another, value.
pub(crate) fn person_with(property: &str, value: impl Into<Value>) -> Value {
    let mut person = person();
    person[property] = value.into();
    person
}

/// Somebody without a property.
pub(crate) fn person_without(property: &str) -> Value {
    let mut person = person();
    person.as_object_mut().unwrap().remove(property).unwrap();
    person
}
