//! The types as schemars and dropshot see them.

use dropspec_e2e::types;
use schemars::r#gen::SchemaSettings;
use serde_json::{Value, json};

#[allow(unreachable_pub, missing_docs, reason = "the generated code does not know where it is included")]
mod generated {
    use dropspec_e2e::{schemas, types};

    include!(concat!(env!("OUT_DIR"), "/contract.rs"));
}

fn emitted<T: schemars::JsonSchema>() -> Value {
    let settings = SchemaSettings::openapi3();
    serde_json::to_value(settings.into_generator().into_root_schema_for::<T>()).unwrap()
}

#[test]
fn a_type_has_the_schema_that_it_was_made_from() {
    let schema = emitted::<types::Picky>();
    assert_eq!(schema["enum"], json!(["aa", "b"]));
    assert_eq!(schema["maxLength"], json!(1));
}

#[test]
fn what_a_schema_refers_to_comes_along() {
    let schema = emitted::<types::A>();
    assert_eq!(schema["properties"]["b"], json!({ "$ref": "#/components/schemas/http-error.v2" }));
    assert_eq!(schema["definitions"]["http-error.v2"]["required"], json!(["type"]));
}

#[test]
fn a_schema_within_itself_ends() {
    let schema = emitted::<types::Tree>();
    assert_eq!(schema["definitions"]["Tree"]["properties"]["name"]["maxLength"], json!(5));
}

#[test]
fn the_operations_can_be_described_to_dropshot() {
    // Its router takes no parameter that is a part of a segment, so those of this document cannot be registered.
    let _: fn() -> Result<_, _> = generated::contract;
}
