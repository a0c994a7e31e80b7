//! The document against what dropshot, Oxide's server, makes of the generated types: they say the same.

mod emitted;
mod lowered;

use drift::{ChangeClass, compare};
use dropspec::document::Document as _;
use people::api::Document;
use serde_json::{Value, json};

use emitted::emitted;
use lowered::lowered;

#[test]
fn the_types_are_what_the_document_describes() {
    let changes = changes(&document());
    assert!(changes.is_empty(), "{changes:#?}");
}

/// Otherwise the test above would prove nothing.
#[test]
fn a_difference_would_be_noticed() {
    for (pointer, other) in [
        ("/components/schemas/Age/minimum", json!(1)),
        ("/components/schemas/Name/maxLength", json!(99)),
        ("/components/schemas/Name/pattern", json!("^.*$")),
        ("/components/schemas/Sex/enum", json!(["male", "female"])),
        ("/components/schemas/Fare/type", json!("integer")),
        ("/components/schemas/NewPerson/required", json!(["name"])),
        ("/components/schemas/Person/properties/survived/type", json!("string")),
        ("/components/schemas/PersonUpdate/additionalProperties", json!(true)),
        ("/components/schemas/Problem/properties/status/maximum", json!(600)),
        ("/paths/~1people/get/parameters/0/schema/maximum", json!(100)),
        ("/paths/~1people/get/parameters/0/required", json!(true)),
        (
            "/paths/~1people/get/responses/200/content/application~1json/schema/items/anyOf/0/$ref",
            json!("#/components/schemas/NewPerson"),
        ),
        (
            "/paths/~1people/post/requestBody/content/application~1json/schema/$ref",
            json!("#/components/schemas/Person"),
        ),
        ("/paths/~1people~1{uuid}/delete", Value::Null),
    ] {
        let mut document = document();
        *document.pointer_mut(pointer).expect(pointer) = other;
        assert!(!changes(&document).is_empty(), "{pointer}");
    }
}

fn document() -> Value {
    serde_json::from_str(Document::JSON).unwrap()
}

/// What is more than another wording of the same.
fn changes(document: &Value) -> Vec<drift::ChangeInfo> {
    let changes = compare(&lowered(document), &emitted()).unwrap();
    let all = changes.into_iter().flat_map(|change| change.changes);
    all.filter(|change| change.class != ChangeClass::Trivial).collect()
}
