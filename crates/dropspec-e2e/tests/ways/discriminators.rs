//! `discriminator`.

use dropspec_e2e::ways::schemas::PET;
use serde_json::json;

use crate::support::{allows, violations};

#[test]
fn selects_the_schema_by_the_discriminator() {
    assert!(allows(&PET, &json!({ "kind": "cat", "lives": 9 })));
    // Valid for both schemas, without the discriminator.
    assert!(allows(&PET, &json!({ "kind": "dog", "lives": 9 })));
    assert!(allows(&PET, &json!({ "kind": "Dog", "friend": { "kind": "cat", "lives": 1 } })));
}

#[test]
fn reports_the_violations_of_the_selected_schema() {
    let details = |value| violations(&PET, &value).into_iter().map(|(_, detail)| detail).collect::<Vec<_>>();
    assert_eq!(details(json!({ "kind": "cat", "lives": 10 })), ["10 is greater than the maximum of 9 - 'lives'"]);
    assert_eq!(
        details(json!({ "kind": "dog", "barks": 1, "friend": { "kind": "cat" } })),
        ["1 is not of type 'boolean' - 'barks'", "'lives' is a required property - 'friend'"]
    );
}

#[test]
fn rejects_values_without_a_valid_discriminator() {
    let details = |value| violations(&PET, &value).into_iter().map(|(_, detail)| detail).collect::<Vec<_>>();
    assert_eq!(details(json!({ "kind": "cow" })), ["'cow' is not one of ['cat', 'dog', 'Cat', 'Dog'] - 'kind'"]);
    assert_eq!(details(json!({ "lives": 1 })), ["'kind' is a required property"]);
    assert_eq!(details(json!("cat")), ["'cat' is not of type 'object'"]);
}
