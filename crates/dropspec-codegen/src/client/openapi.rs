//! Parts of schemas as `openapiv3` has them.

use dropspec_openapi::document::COMPONENT_SCHEMAS;
use openapiv3::{
    IntegerFormat, IntegerType, ReferenceOr, Schema, SchemaData, SchemaKind, StringType, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

/// A schema without annotations.
pub(super) fn plain(schema_kind: SchemaKind) -> Schema {
    Schema { schema_data: SchemaData::default(), schema_kind }
}

/// A reference to a named schema.
pub(super) fn refer<T>(name: &str) -> ReferenceOr<T> {
    ReferenceOr::Reference { reference: format!("{COMPONENT_SCHEMAS}{name}") }
}

/// The schema, boxed unless it is a reference.
pub(super) fn boxed(schema: ReferenceOr<Schema>) -> ReferenceOr<Box<Schema>> {
    match schema {
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
    }
}

/// A string, which may be an enum.
pub(super) fn text(lowered: &Value) -> StringType {
    let values = lowered["enum"].as_array().into_iter().flatten();
    let format = lowered["format"]
        .as_str()
        .map_or(VariantOrUnknownOrEmpty::Empty, |format| VariantOrUnknownOrEmpty::Unknown(format.to_owned()));
    StringType {
        format,
        enumeration: values.filter_map(Value::as_str).map(|value| Some(value.to_owned())).collect(),
        ..StringType::default()
    }
}

/// An integer of 32 or 64 bits.
pub(super) fn integer(lowered: &Value) -> IntegerType {
    let format = if lowered["format"] == "int32" { IntegerFormat::Int32 } else { IntegerFormat::Int64 };
    IntegerType { format: VariantOrUnknownOrEmpty::Item(format), ..IntegerType::default() }
}

/// Whether an integer has 32 bits.
pub(super) fn is_int32(integer: &IntegerType) -> bool {
    integer.format == VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32)
}
