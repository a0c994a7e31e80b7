//! The generated types as described to schemars and dropshot.

use dropspec_e2e::types;
use schemars::r#gen::SchemaSettings;
use serde_json::{Value, json};

#[allow(unreachable_pub, missing_docs, reason = "generated code, which is public and undocumented")]
mod generated {
    use dropspec_e2e::{schemas, types};

    include!(concat!(env!("OUT_DIR"), "/contract.rs"));
}

fn emitted<T: schemars::JsonSchema>() -> Value {
    let settings = SchemaSettings::openapi3();
    serde_json::to_value(settings.into_generator().into_root_schema_for::<T>()).unwrap()
}

#[test]
fn describes_types_by_their_original_schema() {
    let schema = emitted::<types::Picky>();
    assert_eq!(schema["enum"], json!(["aa", "b"]));
    assert_eq!(schema["maxLength"], json!(1));
}

#[test]
fn includes_referenced_schemas() {
    let schema = emitted::<types::A>();
    assert_eq!(schema["properties"]["b"], json!({ "$ref": "#/components/schemas/http-error.v2" }));
    assert_eq!(schema["definitions"]["http-error.v2"]["required"], json!(["type"]));
}

#[test]
fn includes_recursive_schemas_once() {
    let schema = emitted::<types::Tree>();
    assert_eq!(schema["definitions"]["Tree"]["properties"]["name"]["maxLength"], json!(5));
}

#[test]
fn compiles_the_contract() {
    // It cannot be called: dropshot does not support parameters within a path segment, which this document has.
    let _: fn() -> Result<_, _> = generated::contract;
}
