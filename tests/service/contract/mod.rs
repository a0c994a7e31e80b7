//! Compares the document with the one that dropshot emits from the generated types.

mod emitted;
mod simplified;

use drift::{ChangeClass, compare};
use dropspec::document::Document as _;
use people::api::Document;
use serde_json::{Value, json};

use emitted::emitted;
use simplified::simplified;

#[test]
fn the_emitted_document_matches_the_source_document() {
    let changes = changes(&document());
    assert!(changes.is_empty(), "{changes:#?}");
}

/// Verifies that the comparison is sensitive.
#[test]
fn differences_are_detected() {
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

/// Returns the non-trivial changes.
fn changes(document: &Value) -> Vec<drift::ChangeInfo> {
    let changes = compare(&simplified(document), &emitted()).unwrap();
    let all = changes.into_iter().flat_map(|change| change.changes);
    all.filter(|change| change.class != ChangeClass::Trivial).collect()
}
