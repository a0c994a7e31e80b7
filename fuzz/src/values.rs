//! Validation of parameters and bodies: the fast and the complete validators agree on any input.

use dropspec::schema::{Components, Integer, Number, Schema, Text, from_json, from_text};
use dropspec_e2e::schemas;
use dropspec_e2e::types::Fast;

static NO_COMPONENTS: Components = Components::new("{}");
static INTEGER: Schema = Schema::new(&NO_COMPONENTS, r#"{"type":"integer","minimum":-5,"maximum":100,"multipleOf":5}"#);
static NUMBER: Schema = Schema::new(&NO_COMPONENTS, r#"{"type":"number","minimum":-0.5,"exclusiveMaximum":1000}"#);
static TEXT: Schema = Schema::new(&NO_COMPONENTS, r#"{"type":"string","minLength":2,"maxLength":5}"#);

/// Decodes a parameter as an integer, as a number and as a string.
pub fn parameter(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let integer = Integer::int64().minimum(-5).maximum(100).multiple_of(5);
    check(text, from_text(text, integer).is_ok(), &INTEGER);
    check(text, from_text(text, Number::new().minimum(-0.5, false).maximum(1000.0, true)).is_ok(), &NUMBER);
    check(text, from_text(text, Text::new().min_length(2).max_length(5)).is_ok(), &TEXT);
}

fn check(text: &str, accepted: bool, schema: &Schema) {
    let allowed = schema.violations(&schema.read(text)).is_ok_and(|violations| violations.is_empty());
    assert_eq!(accepted, allowed, "{text:?} for {schema:?}");
}

/// Decodes a body whose schema has a fast validator.
pub fn body(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let accepted = from_json::<Fast>(text).is_ok();
    let Ok(value) = serde_json::from_str(text) else {
        assert!(!accepted, "{text:?} is not JSON");
        return;
    };
    // The value has only the last of duplicate keys, so it may be allowed although the text is rejected.
    let allowed = schemas::FAST.violations(&value).is_ok_and(|violations| violations.is_empty());
    assert!(!accepted || allowed, "{text:?}");
}
