//! Schemas for schemars.

use dropspec_openapi::json_schema::exclusive_bounds;
use serde_json::Value;

use super::schema_map::map_schema;

/// Lowers a schema for schemars, and thus for the OpenAPI document that dropshot emits.
pub fn for_schemars(schema: &Value) -> Value {
    map_schema(schema, &|mut keywords| {
        keywords.remove("externalDocs");
        exclusive_bounds(&mut keywords);
        if keywords.get("nullable") == Some(&Value::Bool(false)) {
            keywords.remove("nullable");
        }
        keywords
    })
}
