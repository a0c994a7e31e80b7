//! Every constraint of a document is in the code: another constraint is other code.

use insta::assert_snapshot;

use crate::support::{PEOPLE, STALL, changes, server};

/// What changes in the code when `from` becomes `to` in a document.
fn effect(document: &str, from: &str, to: &str) -> String {
    assert!(document.contains(from), "{from}");
    changes(&server(document).api, &server(&document.replacen(from, to, 1)).api)
}

#[test]
fn lengths_of_people() {
    assert_snapshot!(effect(PEOPLE, "maxLength: 100", "maxLength: 50"), @r#"
    - .max_length(100)
    + .max_length(50)
    - .max_length(100)
    + .max_length(50)
    - .max_length(100)
    + .max_length(50)
    - "maxLength": 100,
    + "maxLength": 50,
    - "maxLength": 100,
    + "maxLength": 50,
    "#);
    assert_snapshot!(effect(PEOPLE, "      minLength: 1\n", ""), @r#"
    - check::Text::new()
    - .min_length(1)
    - .max_length(100)
    - .pattern(&NAME_PATTERN),
    + check::Text::new().max_length(100).pattern(&NAME_PATTERN),
    - check::Text::new()
    - .min_length(1)
    - .max_length(100)
    - .pattern(&NAME_PATTERN),
    + check::Text::new().max_length(100).pattern(&NAME_PATTERN),
    - check::Text::new()
    - .min_length(1)
    - .max_length(100)
    - .pattern(&NAME_PATTERN),
    + check::Text::new().max_length(100).pattern(&NAME_PATTERN),
    - "minLength": 1,
    - "minLength": 1,
    "#);
}

#[test]
fn bounds_of_people() {
    assert_snapshot!(effect(PEOPLE, "maximum: 3\n", "maximum: 4\n"), @r#"
    - check::Integer::int32().minimum(1).maximum(3),
    + check::Integer::int32().minimum(1).maximum(4),
    - check::Integer::int32().minimum(1).maximum(3),
    + check::Integer::int32().minimum(1).maximum(4),
    - check::Integer::int32().minimum(1).maximum(3),
    + check::Integer::int32().minimum(1).maximum(4),
    - "maximum": 3
    + "maximum": 4
    - "maximum": 3,
    + "maximum": 4,
    "#);
    assert_snapshot!(effect(PEOPLE, "            maximum: 10000\n", "            maximum: 5000\n"), @r##"
    - check::Integer::int32().minimum(1).maximum(10000),
    + check::Integer::int32().minimum(1).maximum(5000),
    - r#"{"type":"integer","minimum":1,"maximum":10000}"#,
    + r#"{"type":"integer","minimum":1,"maximum":5000}"#,
    "##);
}

#[test]
fn patterns_of_people() {
    assert_snapshot!(effect(PEOPLE, r"pattern: ^[^\u0000]*$", r"pattern: ^\p{L}+$"), @r#"
    - static NAME_PATTERN: check::Pattern = check::Pattern::new("^[^\\u0000]*$");
    + static NAME_PATTERN: check::Pattern = check::Pattern::new("^\\p{L}+$");
    - "pattern": "^[^\\u0000]*$"
    + "pattern": "^\\p{L}+$"
    - "pattern": "^[^\\u0000]*$",
    + "pattern": "^\\p{L}+$",
    "#);
}

#[test]
fn values_of_people() {
    assert_snapshot!(effect(PEOPLE, "enum: [male, female, other]", "enum: [male, female, other, unknown]"), @r#"
    + /// `Unknown`.
    + #[serde(rename = "unknown")]
    + Unknown,
    + Self::Unknown => f.write_str("unknown"),
    + "unknown" => Ok(Self::Unknown),
    + Self::Unknown => "\"unknown\"",
    - "other"
    + "other",
    + "unknown"
    - "other"
    + "other",
    + "unknown"
    "#);
}

#[test]
fn defaults_of_people() {
    assert_snapshot!(effect(PEOPLE, "default: 1000", "default: 25"), @"
    - limit: limit?.unwrap_or(1000),
    + limit: limit?.unwrap_or(25),
    ");
    assert_snapshot!(effect(PEOPLE, "default: false", "default: true"), @r#"
    - #[serde(default)]
    + #[serde(default = "defaults::default_bool::<true>")]
    + /// Generation of default values for serde.
    + pub mod defaults {
    + pub(super) fn default_bool<const V: bool>() -> bool {
    + V
    + }
    + }
    + 
    - survived: draft.survived.unwrap_or_default(),
    + survived: draft.survived.unwrap_or_else(defaults::default_bool::<true>),
    - "default": false
    + "default": true
    "#);
}

#[test]
fn properties_of_people() {
    assert_snapshot!(effect(PEOPLE, "        - fare\n", ""), @r#"
    - pub fare: f64,
    + #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    + pub fare: ::std::option::Option<f64>,
    - fare: draft.fare?,
    + fare: draft.fare,
    - object.property("\"fare\":", &self.fare);
    + object.optional("\"fare\":", self.fare.as_ref());
    - "parentsOrChildrenAboard",
    - "fare"
    + "parentsOrChildrenAboard"
    - "parentsOrChildrenAboard",
    - "fare"
    + "parentsOrChildrenAboard"
    "#);
}

#[test]
fn openness_of_people() {
    let (from, to) = ("      additionalProperties: false\n", "");
    assert_snapshot!(effect(PEOPLE, from, to), @r#"
    - #[serde(deny_unknown_fields)]
    - const OPEN: bool = false;
    + const OPEN: bool = true;
    - "additionalProperties": false,
    - "additionalProperties": false,
    "#);
}

#[test]
fn responses_of_people() {
    let from = "        '204':\n          description: The person is gone.";
    assert_snapshot!(effect(PEOPLE, from, &from.replace("204", "202")), @"
    - /// 204: The person is gone.
    - NoContent,
    + /// 202: The person is gone.
    + Accepted,
    - Self::NoContent => Ok(Reply::empty(StatusCode::NO_CONTENT)),
    + Self::Accepted => Ok(Reply::empty(StatusCode::ACCEPTED)),
    ");
}

#[test]
fn exclusive_bounds() {
    assert_snapshot!(effect(STALL, "      exclusiveMinimum: true\n", ""), @r#"
    - map.next_value_seed(check::Number::new().minimum(0f64, true))?,
    + map.next_value_seed(check::Number::new().minimum(0f64, false))?,
    - map.next_value_seed(check::Number::new().minimum(0f64, true))?,
    + map.next_value_seed(check::Number::new().minimum(0f64, false))?,
    - "exclusiveMinimum": 0
    + "minimum": 0
    - "exclusiveMinimum": 0
    + "minimum": 0
    "#);
}

#[test]
fn multiples() {
    assert_snapshot!(effect(STALL, "          multipleOf: 2\n", ""), @r#"
    - map
    - .next_value_seed(
    - check::Integer::int64().minimum(2).multiple_of(2),
    - )?,
    + map.next_value_seed(check::Integer::int64().minimum(2))?,
    - "multipleOf": 2,
    - "multipleOf": 2,
    "#);
}

#[test]
fn counts_of_items() {
    assert_snapshot!(effect(STALL, "maxItems: 5", "maxItems: 6"), @r#"
    - .max_items(5),
    + .max_items(6),
    - "maxItems": 5,
    + "maxItems": 6,
    - "maxItems": 5,
    + "maxItems": 6,
    "#);
    assert_snapshot!(effect(STALL, "          minItems: 1\n", ""), @r#"
    - check::Array::new(check::Shape::<Part>::new()).min_items(1),
    + check::Array::new(check::Shape::<Part>::new()),
    - "minItems": 1,
    - "minItems": 1,
    "#);
}

#[test]
fn nullability() {
    assert_snapshot!(effect(STALL, "          nullable: true\n", ""), @r#"
    - #[serde(deserialize_with = "::std::option::Option::deserialize")]
    - pub origin: ::std::option::Option<::std::string::String>,
    + pub origin: ::std::string::String,
    - origin: ::std::option::Option<::std::option::Option<::std::string::String>>,
    + origin: ::std::option::Option<::std::string::String>,
    - );
    - }
    - 3usize => {
    - draft.origin = Some(
    - map.next_value_seed(check::Nullable(check::Text::new()))?,
    + 3usize => draft.origin = Some(map.next_value_seed(check::Text::new())?),
    - "type": [
    - "string",
    - "null"
    - ]
    + "type": "string"
    - "type": "string",
    - "nullable": true
    + "type": "string"
    "#);
}

#[test]
fn formats() {
    assert_snapshot!(effect(STALL, "          format: uuid\n", ""), @r#"
    - pub id: ::uuid::Uuid,
    + pub id: ::std::string::String,
    - id: ::std::option::Option<::uuid::Uuid>,
    + id: ::std::option::Option<::std::string::String>,
    - 1usize => draft.id = Some(map.next_value_seed(check::Key)?),
    + 1usize => draft.id = Some(map.next_value_seed(check::Text::new())?),
    - "type": "string",
    - "format": "uuid"
    + "type": "string"
    - "type": "string",
    - "format": "uuid"
    + "type": "string"
    "#);
}

#[test]
fn what_the_fast_path_does_not_cover_goes_the_slow_way() {
    assert_snapshot!(effect(STALL, "maxItems: 5", "uniqueItems: true"), @r#"
    - Ok(_) => call.json(&schemas::OFFER_GOOD_BODY).await,
    + Ok(_) => call.json_unseeded(&schemas::OFFER_GOOD_BODY).await,
    - /// What has been read of a [`NewGood`].
    - #[derive(Debug, Default)]
    - pub struct NewGoodDraft {
    - name: ::std::option::Option<::std::string::String>,
    - kind: ::std::option::Option<Kind>,
    - price: ::std::option::Option<f64>,
    - origin: ::std::option::Option<::std::option::Option<::std::string::String>>,
    - labels: ::std::option::Option<::std::vec::Vec<NewGoodLabelsItem>>,
    - largest: ::std::option::Option<Part>,
    - parts: ::std::option::Option<::std::vec::Vec<Part>>,
    - }
    - 
    - impl check::Object for NewGood {
    - type Draft = NewGoodDraft;
    - const OPEN: bool = false;
    - fn property(name: &str) -> ::std::option::Option<usize> {
    - Some(
    - match name {
    - "name" => 0usize,
    - "kind" => 1usize,
    - "price" => 2usize,
    - "origin" => 3usize,
    - "labels" => 4usize,
    - "largest" => 5usize,
    - "parts" => 6usize,
    - _ => return None,
    - },
    - )
    - }
    - 
    - fn read<'de, __A: ::serde::de::MapAccess<'de>>(
    - draft: &mut NewGoodDraft,
    - property: usize,
    - map: &mut __A,
    - ) -> ::std::result::Result<(), __A::Error> {
    - match property {
    - 0usize => {
    - draft.name = Some(
    - map
    - .next_value_seed(
    - check::Text::new().min_length(1).max_length(100),
    - )?,
    - );
    - }
    - 1usize => {
    - draft.kind = Some(map.next_value_seed(check::Choice::<Kind>::new())?);
    - }
    - 2usize => {
    - draft.price = Some(
    - map.next_value_seed(check::Number::new().minimum(0f64, true))?,
    - );
    - }
    - 3usize => {
    - draft.origin = Some(
    - map.next_value_seed(check::Nullable(check::Text::new()))?,
    - );
    - }
    - 4usize => {
    - draft.labels = Some(
    - map
    - .next_value_seed(
    - check::Array::new(check::Choice::<NewGoodLabelsItem>::new())
    - .max_items(5),
    - )?,
    - );
    - }
    - 5usize => {
    - draft.largest = Some(
    - map.next_value_seed(check::Shape::<Part>::new())?,
    - );
    - }
    - 6usize => {
    - draft.parts = Some(
    - map
    - .next_value_seed(
    - check::Array::new(check::Shape::<Part>::new()).min_items(1),
    - )?,
    - );
    - }
    - _ => {}
    - }
    - Ok(())
    - }
    - 
    - fn finish(draft: NewGoodDraft) -> ::std::option::Option<Self> {
    - Some(Self {
    - name: draft.name?,
    - kind: draft.kind?,
    - price: draft.price?,
    - origin: draft.origin?,
    - labels: draft.labels,
    - largest: draft.largest,
    - parts: draft.parts,
    - })
    - }
    - }
    - 
    - impl ::dropspec::encode::Encode for NewGood {
    - fn encode(&self, out: &mut ::std::vec::Vec<u8>) {
    - let mut object = ::dropspec::encode::ObjectWriter::new(out);
    - object.property("\"name\":", &self.name);
    - object.property("\"kind\":", &self.kind);
    - object.property("\"price\":", &self.price);
    - object.property("\"origin\":", &self.origin);
    - object.optional("\"labels\":", self.labels.as_ref());
    - object.optional("\"largest\":", self.largest.as_ref());
    - object.optional("\"parts\":", self.parts.as_ref());
    - object.end();
    - }
    - }
    - 
    - "maxItems": 5,
    + "uniqueItems": true,
    - "maxItems": 5,
    + "uniqueItems": true,
    "#);
}
