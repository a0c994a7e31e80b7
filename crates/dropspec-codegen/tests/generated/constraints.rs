//! Every constraint of a document appears in the code: changing it changes the code.

use insta::assert_snapshot;

use crate::support::{STALL, effect};

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
    - check::Array::new(check::ObjectValidator::<Part>::new())
    - .min_items(1),
    + check::Array::new(check::ObjectValidator::<Part>::new()),
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
    - builder.origin = Some(
    - map.next_value_seed(check::Nullable(check::Text::new()))?,
    + 3usize => builder.origin = Some(map.next_value_seed(check::Text::new())?),
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
    - 1usize => builder.id = Some(map.next_value_seed(check::UuidFormat)?),
    + 1usize => builder.id = Some(map.next_value_seed(check::Text::new())?),
    - "type": "string",
    - "format": "uuid"
    + "type": "string"
    - "type": "string",
    - "format": "uuid"
    + "type": "string"
    "#);
}

#[test]
fn schemas_that_the_fast_validator_does_not_support() {
    assert_snapshot!(effect(STALL, "maxItems: 5", "uniqueItems: true"), @r#"
    - Ok(_) => context.json(&schemas::NEW_GOOD).await,
    + Ok(_) => context.json_with_serde(&schemas::NEW_GOOD).await,
    - })
    - }
    - }
    - 
    - /// The properties of a [`NewGood`] that have been read.
    - #[derive(Debug, Default)]
    - pub struct NewGoodBuilder {
    - name: ::std::option::Option<::std::string::String>,
    - kind: ::std::option::Option<Kind>,
    - price: ::std::option::Option<f64>,
    - origin: ::std::option::Option<::std::option::Option<::std::string::String>>,
    - labels: ::std::option::Option<::std::vec::Vec<NewGoodLabelsItem>>,
    - largest: ::std::option::Option<Part>,
    - parts: ::std::option::Option<::std::vec::Vec<Part>>,
    - }
    - 
    - impl check::DecodeObject for NewGood {
    - type Builder = NewGoodBuilder;
    - const ADDITIONAL_PROPERTIES: bool = false;
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
    - builder: &mut NewGoodBuilder,
    - property: usize,
    - map: &mut __A,
    - ) -> ::std::result::Result<(), __A::Error> {
    - match property {
    - 0usize => {
    - builder.name = Some(
    - map
    - .next_value_seed(
    - check::Text::new().min_length(1).max_length(100),
    - )?,
    - );
    - }
    - 1usize => {
    - builder.kind = Some(
    - map.next_value_seed(check::EnumValidator::<Kind>::new())?,
    - );
    - }
    - 2usize => {
    - builder.price = Some(
    - map.next_value_seed(check::Number::new().minimum(0f64, true))?,
    - );
    - }
    - 3usize => {
    - builder.origin = Some(
    - map.next_value_seed(check::Nullable(check::Text::new()))?,
    - );
    - }
    - 4usize => {
    - builder.labels = Some(
    - map
    - .next_value_seed(
    - check::Array::new(
    - check::EnumValidator::<NewGoodLabelsItem>::new(),
    - )
    - .max_items(5),
    - )?,
    - );
    - }
    - 5usize => {
    - builder.largest = Some(
    - map.next_value_seed(check::ObjectValidator::<Part>::new())?,
    - );
    - }
    - 6usize => {
    - builder.parts = Some(
    - map
    - .next_value_seed(
    - check::Array::new(check::ObjectValidator::<Part>::new())
    - .min_items(1),
    - )?,
    - );
    - }
    - _ => {}
    - }
    - Ok(())
    - }
    - 
    - fn finish(builder: NewGoodBuilder) -> ::std::option::Option<Self> {
    - Some(Self {
    - name: builder.name?,
    - kind: builder.kind?,
    - price: builder.price?,
    - origin: builder.origin?,
    - labels: builder.labels,
    - largest: builder.largest,
    - parts: builder.parts,
    - object.end();
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
    - "maxItems": 5,
    + "uniqueItems": true,
    - "maxItems": 5,
    + "uniqueItems": true,
    "#);
}
