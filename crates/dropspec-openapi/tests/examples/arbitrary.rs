//! Generated values of arbitrary schemas are valid.

use dropspec_openapi::document::Document;
use dropspec_openapi::examples::example_responses;
use dropspec_openapi::json_schema::{Direction, convert};
use dropspec_openapi::node::Node;
use dropspec_openapi::source::Source;
use proptest::prelude::*;
use serde_json::{Value, json};

const PATTERNS: [&str; 8] =
    ["^[a-z]+$", "^\\d{3}-\\d{4}$", "^(red|green)$", "[A-Z]", "^.{5,}$", "^v\\d+(\\.\\d+)*$", "^[^a]$", "^\\S+@\\S+$"];

const FORMATS: [&str; 12] = [
    "byte",
    "date",
    "date-time",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "json-pointer",
    "time",
    "uri",
    "uri-reference",
    "uuid",
];

/// A schema without parts.
fn leaf() -> impl Strategy<Value = Value> {
    let lengths = (0..20_u64, 0..20_u64);
    prop_oneof![
        lengths.prop_map(|(least, more)| json!({ "type": "string", "minLength": least, "maxLength": least + more })),
        prop::sample::select(&PATTERNS[..]).prop_map(|pattern| json!({ "type": "string", "pattern": pattern })),
        prop::sample::select(&FORMATS[..]).prop_map(|format| json!({ "type": "string", "format": format })),
        (-1000..1000_i64, 1..9_i64, any::<bool>()).prop_map(|(least, step, is_exclusive)| json!({
            "type": "integer", "minimum": least, "exclusiveMinimum": is_exclusive, "maximum": least + 2 * step,
            "multipleOf": step,
        })),
        any::<i64>().prop_map(|bound| json!({ "type": "integer", "format": "int64", "minimum": bound })),
        any::<i32>().prop_map(|bound| json!({ "type": "integer", "format": "int32", "maximum": bound })),
        (-100.0..100.0_f64, 0.001..10.0_f64).prop_map(|(least, range)| json!({
            "type": "number", "minimum": least, "exclusiveMinimum": true, "maximum": least + range,
        })),
        Just(json!({ "type": "number", "multipleOf": 0.25, "minimum": 0.1 })),
        Just(json!({ "type": "boolean" })),
        Just(json!({ "type": "string", "enum": ["b", "a"] })),
        Just(json!({ "type": "string", "nullable": true, "enum": [null, "c"] })),
        Just(json!({})),
    ]
}

fn schema() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(4, 24, 4, |part| {
        let array = (part.clone(), 0..4_u64, 0..3_u64).prop_map(|(items, least, more)| {
            json!({ "type": "array", "items": items, "minItems": least, "maxItems": least + more })
        });
        let set = (1..9_u64).prop_map(
            |least| json!({ "type": "array", "uniqueItems": true, "minItems": least, "items": { "type": "string" } }),
        );
        let map = (part.clone(), 0..3_u64).prop_map(
            |(values, least)| json!({ "type": "object", "additionalProperties": values, "minProperties": least }),
        );
        prop_oneof![
            array,
            set,
            map,
            object(part.clone(), "a"),
            (object(part.clone(), "b"), object(part.clone(), "c"))
                .prop_map(|(first, second)| json!({ "allOf": [first, second] })),
            part.clone().prop_map(|part| json!({ "anyOf": [part, { "type": "boolean" }] })),
            // Only one of them can match.
            object(part, "d").prop_map(|object| json!({ "oneOf": [{ "type": "integer" }, object] })),
            Just(json!({ "$ref": "#/components/schemas/Tree" })),
        ]
    })
}

/// An object that allows other properties.
fn object(part: impl Strategy<Value = Value>, prefix: &'static str) -> impl Strategy<Value = Value> {
    prop::collection::vec((part, any::<bool>(), any::<bool>()), 1..4).prop_map(move |properties| {
        let mut object = json!({ "type": "object", "properties": {}, "required": ["other"] });
        for (index, (schema, is_required, is_hidden)) in properties.into_iter().enumerate() {
            let name = format!("{prefix}{index}");
            let hidden = json!({ "type": "string", "writeOnly": true });
            object["properties"][&name] = if is_hidden { hidden } else { schema };
            if is_required {
                object["required"].as_array_mut().unwrap().push(json!(name));
            }
        }
        object
    })
}

fn document(schema: &Value) -> String {
    let tree = json!({
        "type": "object",
        "required": ["left", "size"],
        "properties": {
            "left": { "type": "array", "items": { "$ref": "#/components/schemas/Tree" } },
            "right": { "$ref": "#/components/schemas/Tree" },
            "size": { "type": "integer", "minimum": 1 },
        },
    });
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Any", "version": "1" },
        "paths": { "/any": { "get": { "operationId": "any", "responses": { "200": {
            "description": "It.", "content": { "application/json": { "schema": schema } },
        } } } } },
        "components": { "schemas": { "Tree": tree } },
    })
    .to_string()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_generated_value_is_valid(schema in schema()) {
        let source = Source::parse("any.json".as_ref(), &document(&schema)).unwrap();
        let root = Node::root(&source);
        let found = example_responses(&Document::read(&source).unwrap(), &root).unwrap();
        let body: Value = serde_json::from_str(&found.first().expect("there is a value").body).unwrap();

        let written = |pointer: &[&str]| {
            let node = pointer.iter().try_fold(root.clone(), |node, key| node.get(key));
            convert(&node.unwrap(), Direction::Response).unwrap()
        };
        let mut whole = written(&["paths", "/any", "get", "responses", "200", "content", "application/json", "schema"]);
        // A reference hides what is beside it.
        whole = json!({ "allOf": [whole] });
        whole["components"]["schemas"]["Tree"] = written(&["components", "schemas", "Tree"]);
        let options = jsonschema::options().with_draft(jsonschema::Draft::Draft7).should_validate_formats(true);
        let errors: Vec<String> =
            options.build(&whole).unwrap().iter_errors(&body).map(|error| error.to_string()).collect();
        prop_assert!(errors.is_empty(), "{body}: {errors:?}");
    }
}
