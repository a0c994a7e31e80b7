//! `discriminator`.

use dropspec_e2e::ways::schemas::KEEP_PET_BODY;
use serde_json::json;

use crate::support::{allows, violations};

#[test]
fn the_property_chooses_the_schema() {
    assert!(allows(&KEEP_PET_BODY, &json!({ "kind": "cat", "lives": 9 })));
    // It is a cat as well as a dog, if nobody asks for its kind.
    assert!(allows(&KEEP_PET_BODY, &json!({ "kind": "dog", "lives": 9 })));
    assert!(allows(&KEEP_PET_BODY, &json!({ "kind": "Dog", "friend": { "kind": "cat", "lives": 1 } })));
}

#[test]
fn the_violations_are_those_of_the_schema_that_is_chosen() {
    let told = |value| violations(&KEEP_PET_BODY, &value).into_iter().map(|(_, detail)| detail).collect::<Vec<_>>();
    assert_eq!(told(json!({ "kind": "cat", "lives": 10 })), ["10 is greater than the maximum of 9 - 'lives'"]);
    assert_eq!(
        told(json!({ "kind": "dog", "barks": 1, "friend": { "kind": "cat" } })),
        ["1 is not of type 'boolean' - 'barks'", "'lives' is a required property - 'friend'"]
    );
}

#[test]
fn a_value_that_chooses_nothing_is_told() {
    let told = |value| violations(&KEEP_PET_BODY, &value).into_iter().map(|(_, detail)| detail).collect::<Vec<_>>();
    assert_eq!(told(json!({ "kind": "cow" })), ["'cow' is not one of ['cat', 'dog', 'Cat', 'Dog'] - 'kind'"]);
    assert_eq!(told(json!({ "lives": 1 })), ["'kind' is a required property"]);
    assert_eq!(told(json!("cat")), ["'cat' is not of type 'object'"]);
}
