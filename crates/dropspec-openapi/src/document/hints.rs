//! Hints about keys that an object does not have, and about values of another kind.

use serde_json::Value;

use crate::grammar::{ObjectRule, Rule, SCHEMA};

/// Keys that OpenAPI 3.1 has and 3.0 does not.
const NEWER: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$id",
    "$schema",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "identifier",
    "if",
    "jsonSchemaDialect",
    "pathItems",
    "patternProperties",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
    "webhooks",
];

/// The key that an unknown key of an object misspells.
pub(super) fn meant_key(object: &ObjectRule, key: &str) -> Option<&'static str> {
    similar(object.fields.iter().map(|(name, _)| *name).chain(object.extensions.iter().copied()), key)
}

/// The word that a text misspells.
pub(super) fn similar(words: impl Iterator<Item = &'static str>, text: &str) -> Option<&'static str> {
    let distance = |word: &str| strsim::damerau_levenshtein(&word.to_ascii_lowercase(), &text.to_ascii_lowercase());
    let (distance, word) = words.map(|word| (distance(word), word)).min_by_key(|(distance, _)| *distance)?;
    // Short words are alike by chance.
    (distance <= (text.len().saturating_sub(2) / 2).clamp(1, 3)).then_some(word)
}

/// What to do about an unknown key of an object, if it is not misspelled.
pub(super) fn advice(object: &ObjectRule, key: &str) -> Option<&'static str> {
    let is_schema = std::ptr::eq(object, &raw const SCHEMA);
    match key {
        "const" if is_schema => Some("write an `enum` of one value"),
        _ if NEWER.contains(&key) => Some("OpenAPI 3.1 has it, 3.0 does not"),
        _ if object.rule("schema").is_some() && SCHEMA.rule(key).is_some() => Some("move it into `schema`"),
        _ => None,
    }
}

/// How to write the value of a key that has a value of another kind.
pub(super) fn value_hint(key: &str, rule: Rule, value: &Value) -> String {
    match (rule, value) {
        // 1.10 is 1.1 already: how it was written is not known.
        (Rule::Text, Value::Number(number)) if number.is_f64() => "; put it in quotes".to_owned(),
        (Rule::Text, Value::Null) => "; put it in quotes".to_owned(),
        (Rule::Text, Value::Number(_) | Value::Bool(_)) => format!("; put it in quotes: `\"{value}\"`"),
        (Rule::Text, Value::Array(types)) if key == "type" && types.contains(&Value::from("null")) => {
            "; write one type, and `nullable: true`".to_owned()
        }
        (Rule::Text, Value::Array(_)) if key == "type" => "; write a schema per type in `oneOf`".to_owned(),
        (Rule::Flag, Value::Number(bound)) if key.starts_with("exclusive") => {
            let inclusive = key.trim_start_matches("exclusive").to_lowercase();
            format!("; write `{inclusive}: {bound}` and `{key}: true`")
        }
        (Rule::List(_), Value::Bool(_)) if key == "required" => {
            "; list the property in `required` of the object that has it".to_owned()
        }
        _ => String::new(),
    }
}
