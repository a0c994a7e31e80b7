//! Every constraint of a document appears in the code: changing it changes the code.

use insta::assert_snapshot;

use crate::support::{STALL, effect};

#[test]
fn exclusive_bounds() {
    assert_snapshot!(effect(STALL, "      exclusiveMinimum: true\n", ""), @r#"
    - "exclusiveMinimum": 0
    + "minimum": 0
    - 2 => price = __in.value(check::Number::new().minimum(0.0, true))?,
    + 2 => price = __in.value(check::Number::new().minimum(0.0, false))?,
    "#);
}

#[test]
fn multiples() {
    assert_snapshot!(effect(STALL, "          multipleOf: 2\n", ""), @r#"
    - "multipleOf": 2,
    - _ => amount = __in.value(check::Integer::int64().minimum(2).multiple_of(2))?,
    + _ => amount = __in.value(check::Integer::int64().minimum(2))?,
    "#);
}

#[test]
fn counts_of_items() {
    assert_snapshot!(effect(STALL, "maxItems: 5", "maxItems: 6"), @r#"
    - "maxItems": 5,
    + "maxItems": 6,
    - 4 => labels = __in.value(check::Array::new(check::EnumValidator::<NewGoodLabelsItem>::new()).max_items(5))?,
    + 4 => labels = __in.value(check::Array::new(check::EnumValidator::<NewGoodLabelsItem>::new()).max_items(6))?,
    "#);
    assert_snapshot!(effect(STALL, "          minItems: 1\n", ""), @r#"
    - "minItems": 1,
    - _ => parts = __in.value(check::Array::new(check::ObjectValidator::<Part>::new()).min_items(1))?,
    + _ => parts = __in.value(check::Array::new(check::ObjectValidator::<Part>::new()))?,
    "#);
}

#[test]
fn nullability() {
    assert_snapshot!(effect(STALL, "          nullable: true\n", ""), @r#"
    - "type": [
    - "string",
    - "null"
    - ]
    + "type": "string"
    - pub origin: Option<String>,
    + pub origin: String,
    - 3 => origin = __in.value(check::Nullable(check::Text::new()))?,
    + 3 => origin = __in.value(check::Text::new())?,
    "#);
}

#[test]
fn formats() {
    assert_snapshot!(effect(STALL, "          format: uuid\n", ""), @r#"
    - "type": "string",
    - "format": "uuid"
    + "type": "string"
    - pub id: ::uuid::Uuid,
    + pub id: String,
    "#);
}

#[test]
fn schemas_that_the_fast_validator_does_not_support() {
    assert_snapshot!(effect(STALL, "maxItems: 5", "uniqueItems: true"), @r#"
    - Ok(_) => context.json(&schemas::NEW_GOOD).await,
    + Ok(_) => context.json_with_serde(&schemas::NEW_GOOD).await,
    - "maxItems": 5,
    + "uniqueItems": true,
    - #[derive(Clone, Debug, PartialEq, ::serde::Serialize)]
    + #[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
    + #[serde(deny_unknown_fields)]
    + #[serde(default = "Part::default_amount")]
    - }
    - }
    - 
    - impl<'de> ::serde::Deserialize<'de> for Part {
    - fn deserialize<__D: ::serde::Deserializer<'de>>(deserializer: __D) -> Result<Self, __D::Error> {
    - check::Decode::decode(deserializer)
    - }
    - }
    - 
    - impl check::DecodeObject for Part {
    - const PROPERTIES: &'static [&'static str] = &["name", "amount"];
    - const ADDITIONAL_PROPERTIES: bool = false;
    - 
    - fn decode_properties<'de, __A: ::serde::de::MapAccess<'de>>(__in: &mut check::Properties<__A>) -> Result<Self, __A::Error> {
    - let mut name = None;
    - let mut amount = None;
    - while let Some(__index) = __in.next_position()? {
    - match __index {
    - 0 => name = __in.value(check::Text::new().max_length(40))?,
    - _ => amount = __in.value(check::Integer::int64().minimum(2).multiple_of(2))?,
    - }
    - }
    - Ok(Self { name: check::required(name)?, amount: amount.unwrap_or_else(Self::default_amount) })
    - #[derive(Clone, Debug, PartialEq, ::serde::Serialize)]
    + #[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
    + #[serde(deny_unknown_fields)]
    - #[serde(skip_serializing_if = "Option::is_none")]
    + #[serde(default, skip_serializing_if = "Option::is_none")]
    - #[serde(skip_serializing_if = "Option::is_none")]
    + #[serde(default, skip_serializing_if = "Option::is_none")]
    - #[serde(skip_serializing_if = "Option::is_none")]
    + #[serde(default, skip_serializing_if = "Option::is_none")]
    - }
    - 
    - impl<'de> ::serde::Deserialize<'de> for NewGood {
    - fn deserialize<__D: ::serde::Deserializer<'de>>(deserializer: __D) -> Result<Self, __D::Error> {
    - check::Decode::decode(deserializer)
    - }
    - }
    - 
    - impl check::DecodeObject for NewGood {
    - const PROPERTIES: &'static [&'static str] = &["name", "kind", "price", "origin", "labels", "largest", "parts"];
    - const ADDITIONAL_PROPERTIES: bool = false;
    - 
    - fn decode_properties<'de, __A: ::serde::de::MapAccess<'de>>(__in: &mut check::Properties<__A>) -> Result<Self, __A::Error> {
    - let mut name = None;
    - let mut kind = None;
    - let mut price = None;
    - let mut origin = None;
    - let mut labels = None;
    - let mut largest = None;
    - let mut parts = None;
    - while let Some(__index) = __in.next_position()? {
    - match __index {
    - 0 => name = __in.value(check::Text::new().min_length(1).max_length(100))?,
    - 1 => kind = __in.value(check::EnumValidator::<Kind>::new())?,
    - 2 => price = __in.value(check::Number::new().minimum(0.0, true))?,
    - 3 => origin = __in.value(check::Nullable(check::Text::new()))?,
    - 4 => labels = __in.value(check::Array::new(check::EnumValidator::<NewGoodLabelsItem>::new()).max_items(5))?,
    - 5 => largest = __in.value(check::ObjectValidator::<Part>::new())?,
    - _ => parts = __in.value(check::Array::new(check::ObjectValidator::<Part>::new()).min_items(1))?,
    - }
    - }
    - Ok(Self {
    - name: check::required(name)?, kind: check::required(kind)?, price: check::required(price)?,
    - origin: check::required(origin)?, labels, largest, parts,
    - })
    - }
    "#);
}
