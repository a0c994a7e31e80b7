//! The errors of random values against random schemas, compared with those of the crate `jsonschema`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use dropspec_validation::{ErrorKind, NamedSchemas, SchemaError, Validator};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

/// Values of all types, with numbers that are equal in different notations.
fn value() -> impl Strategy<Value = Value> {
    let number =
        select(vec![json!(0), json!(1), json!(1.0), json!(-2), json!(2.5), json!(1e300), json!(u64::MAX), json!(0.3)]);
    let text = select(vec!["", "a", "ab", "abc", "aaaaa", "\u{1f600}", "2024-02-29", "127.0.0.1", "a-b"]);
    let leaf = prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), number, text.prop_map(Value::from)];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let object = vec((select(vec!["a", "b", "c/d", "~"]), inner.clone()), 0..4);
        prop_oneof![
            vec(inner, 0..4).prop_map(Value::from),
            object
                .prop_map(|properties| properties.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

const KINDS: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];

fn keyword() -> impl Strategy<Value = Value> {
    let limit = || select(vec![json!(0), json!(1), json!(1.0), json!(2), json!(2.5), json!(-2), json!(1e300)]);
    prop_oneof![
        select(KINDS.to_vec()).prop_map(|kind| json!({ "type": kind })),
        subsequence(KINDS.to_vec(), 2).prop_map(|kinds| json!({ "type": kinds })),
        (value(), value())
            .prop_filter_map("two values", |(one, other)| (one != other).then(|| json!({ "enum": [one, other] }))),
        value().prop_map(|value| json!({ "not": { "const": value } })),
        (select(vec!["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]), limit())
            .prop_map(|(name, limit)| json!({ name: limit })),
        select(vec![json!(1), json!(2), json!(0.1), json!(0.5)]).prop_map(|divisor| json!({ "multipleOf": divisor })),
        (select(vec!["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"]), 0..4)
            .prop_map(|(name, limit)| json!({ name: limit })),
        select(vec!["^a", "b$", "^(a)\\1+$", "^(?!ab)", "\\d"]).prop_map(|pattern| json!({ "pattern": pattern })),
        select(vec!["date", "ipv4", "unknown", "date-time", "regex"]).prop_map(|format| json!({ "format": format })),
        subsequence(vec!["a", "b", "c/d"], 1..3).prop_map(|names| json!({ "required": names })),
        Just(json!({ "uniqueItems": true })),
        Just(json!({ "$ref": "#/components/schemas/Tree" })),
    ]
}

fn schema() -> impl Strategy<Value = Value> {
    let flat = vec(keyword(), 0..3).prop_map(merge);
    flat.prop_recursive(3, 16, 3, |inner| {
        let properties = vec((select(vec!["a", "b", "c/d"]), inner.clone()), 1..3)
            .prop_map(|all| all.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect::<Map<_, _>>());
        let additional = option::of(prop_oneof![Just(json!(false)), inner.clone()]);
        let parts = (select(vec!["allOf", "anyOf", "oneOf"]), vec(inner.clone(), 1..3));
        prop_oneof![
            inner.clone().prop_map(|items| json!({ "items": items })),
            inner.clone().prop_map(|schema| json!({ "not": schema })),
            (inner.clone(), inner.clone()).prop_map(|(condition, then)| json!({ "if": condition, "then": then })),
            (properties, additional).prop_map(|(properties, additional)| {
                merge([
                    json!({ "properties": properties }),
                    additional.map_or(json!({}), |schema| json!({ "additionalProperties": schema })),
                ])
            }),
            (parts, vec(keyword(), 0..2))
                .prop_map(|((name, parts), beside)| { merge(beside.into_iter().chain([json!({ name: parts })])) }),
        ]
    })
}

/// One schema with the keywords of all; a reference among them stands alone.
fn merge(parts: impl IntoIterator<Item = Value>) -> Value {
    let mut all = Map::new();
    for part in parts {
        if let Value::Object(keywords) = part {
            all.extend(keywords);
        }
    }
    match all.remove("$ref") {
        Some(reference) if all.is_empty() => json!({ "$ref": reference }),
        _ => Value::Object(all),
    }
}

fn named() -> Value {
    json!({ "Tree": { "type": "object", "properties": { "a": { "$ref": "#/components/schemas/Tree" } }, "additionalProperties": { "type": "integer" } } })
}

fn validator(schema: &Value) -> Validator {
    let named = named();
    Validator::new(schema, &Arc::new(NamedSchemas::new(named.as_object().unwrap(), &[]))).unwrap()
}

/// The number of errors by the place that they point to.
fn errors(schema: &Value, value: &Value) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    validator(schema).validate(value, |error| {
        *found.entry(error.place.pointer("")).or_default() += 1;
        ControlFlow::Continue(())
    });
    found
}

/// As [`errors`], by the other crate.
fn expected(schema: &Value, value: &Value) -> BTreeMap<String, usize> {
    use jsonschema::error::ValidationErrorKind as Kind;
    let root = json!({ "allOf": [schema], "components": { "schemas": named() } });
    let options = jsonschema::options().with_draft(jsonschema::Draft::Draft7).should_validate_formats(true);
    let mut found = BTreeMap::new();
    for error in options.build(&root).unwrap().iter_errors(value) {
        let count = match error.kind() {
            Kind::AdditionalProperties { unexpected } => unexpected.len(),
            _ => 1,
        };
        *found.entry(error.instance_path().to_string()).or_default() += count;
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_errors_are_those_of_jsonschema(schema in schema(), value in value()) {
        // Without any described property the other crate reports only the first that is not allowed.
        let comparable = !schema.to_string().contains(r#""additionalProperties":false"#);
        let (found, expected) = (errors(&schema, &value), expected(&schema, &value));
        if comparable {
            prop_assert_eq!(&found, &expected);
        }
        prop_assert_eq!(found.is_empty(), expected.is_empty());
        prop_assert_eq!(validator(&schema).is_valid(&value), found.is_empty());
    }
}

fn first_words(schema: &Value, value: &Value) -> Vec<String> {
    let mut words = Vec::new();
    validator(schema).validate(value, |error| {
        words.push(format!("{}: {error}", error.place.pointer("")));
        ControlFlow::Continue(())
    });
    words
}

#[test]
fn errors_come_in_the_order_of_the_keywords() {
    let schema = json!({
        "required": ["id", "name"],
        "properties": { "age": { "minimum": 1, "type": "integer" } },
        "additionalProperties": false,
    });
    let expected = [
        ": 'id' is a required property",
        ": 'name' is a required property",
        "/age: 0.5 is less than the minimum of 1",
        "/age: 0.5 is not of type 'integer'",
        ": Additional properties are not allowed ('a' was unexpected)",
        ": Additional properties are not allowed ('b' was unexpected)",
    ];
    assert_eq!(first_words(&schema, &json!({ "age": 0.5, "a": 1, "b": 2 })), expected);
}

#[test]
fn a_report_can_break() {
    let mut count = 0;
    validator(&json!({ "items": { "type": "string" } })).validate(&json!([1, 2, 3]), |error| {
        assert!(matches!(error.kind, ErrorKind::Type(_)));
        count += 1;
        ControlFlow::Break(())
    });
    assert_eq!(count, 1);
}

#[test]
fn a_pattern_that_looks_back_has_a_limit() {
    let words = first_words(&json!({ "pattern": "^((a|aa)+)\\1b$" }), &json!(format!("{}c", "a".repeat(64))));
    assert!(words[0].ends_with("is too long or too irregular for its pattern"), "{words:?}");
}

#[test]
fn schemas_that_cannot_be_compiled_are_errors() {
    let error = |schemas: Value, schema: Value| {
        Validator::new(&schema, &Arc::new(NamedSchemas::new(schemas.as_object().unwrap(), &[]))).unwrap_err()
    };
    let to = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    assert_eq!(error(json!({}), to("A")), SchemaError::Reference("#/components/schemas/A".to_owned()));
    assert_eq!(
        error(json!({ "A": { "allOf": [to("B")] }, "B": to("A") }), to("B")),
        SchemaError::Circular("B".to_owned())
    );
    let below = error(json!({ "A": { "not": to("A") } }), json!({ "items": to("A") }));
    assert_eq!(below, SchemaError::Circular("A".to_owned()));
    for (name, value) in
        [("minLength", json!(-1)), ("type", json!("text")), ("pattern", json!("(")), ("required", json!([1]))]
    {
        let expected = SchemaError::Keyword { keyword: name.to_owned(), value: value.to_string() };
        assert_eq!(error(json!({}), json!({ name: value })), expected);
    }
}

#[test]
fn a_failed_validator_leaves_the_named_schemas_usable() {
    let to = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let schemas = json!({ "A": { "properties": { "b": to("B") } }, "B": { "properties": { "c": to("C") } }, "C": { "type": "text" } });
    let named = Arc::new(NamedSchemas::new(schemas.as_object().unwrap(), &[]));
    for _ in 0..2 {
        assert!(Validator::new(&to("A"), &named).is_err());
    }
}
