//! Valid people.

use serde_json::{Value, json};

/// Returns a person with all required properties.
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

/// Returns a person with one property added or replaced.
pub(crate) fn person_with(property: &str, value: impl Into<Value>) -> Value {
    let mut person = person();
    person[property] = value.into();
    person
}

/// Returns a person without a property.
pub(crate) fn person_without(property: &str) -> Value {
    let mut person = person();
    person.as_object_mut().unwrap().remove(property).unwrap();
    person
}
