//! typify: its settings and its input.

use dropspec_openapi::document::Document;
use dropspec_openapi::node::Checked;
use schemars::schema::{InstanceType, Schema, SchemaObject};
use serde_json::Value;
use typify::{TypeSpaceImpl, TypeSpaceSettings};

use crate::error::internal;
use crate::lower;

pub(super) fn settings() -> TypeSpaceSettings {
    let mut settings = TypeSpaceSettings::default();
    settings.with_derive("PartialEq".to_owned()).with_type_mod("types");
    let binary = SchemaObject {
        instance_type: Some(InstanceType::String.into()),
        format: Some("binary".to_owned()),
        ..SchemaObject::default()
    };
    settings.with_conversion(binary, "::dropspec::Binary", [TypeSpaceImpl::Display].into_iter());
    settings
}

/// The named schemas that get a type of their own.
pub(super) fn named_schemas(document: &Document<'_>) -> Checked<Vec<(String, Schema)>> {
    lower::typed_components(document)?.into_iter().map(|(name, schema)| Ok((name, schemars_schema(schema)?))).collect()
}

pub(super) fn schemars_schema(schema: Value) -> Checked<Schema> {
    serde_json::from_value(schema).map_err(|error| internal(&format!("a schema is malformed: {error}")))
}
