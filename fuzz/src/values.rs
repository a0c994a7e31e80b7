//! Parameters and bodies: the fast path and the slow path agree, whatever comes in.

use dropspec::schema::{Components, Integer, Number, Schema, Text, from_json, from_text};
use dropspec_e2e::schemas;
use dropspec_e2e::types::Fast;

static NONE: Components = Components::new("{}");
static INTEGER: Schema = Schema::new(&NONE, r#"{"type":"integer","minimum":-5,"maximum":100,"multipleOf":5}"#);
static NUMBER: Schema = Schema::new(&NONE, r#"{"type":"number","minimum":-0.5,"exclusiveMaximum":1000}"#);
static TEXT: Schema = Schema::new(&NONE, r#"{"type":"string","minLength":2,"maxLength":5}"#);

/// Reads a parameter as an integer, as a number and as a string.
pub fn parameter(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let integer = Integer::int64().minimum(-5).maximum(100).multiple_of(5);
    agree(text, from_text(text, integer).is_ok(), &INTEGER);
    agree(text, from_text(text, Number::new().minimum(-0.5, false).maximum(1000.0, true)).is_ok(), &NUMBER);
    agree(text, from_text(text, Text::new().min_length(2).max_length(5)).is_ok(), &TEXT);
}

fn agree(text: &str, taken: bool, schema: &Schema) {
    let allowed = schema.violations(&schema.read(text)).is_ok_and(|violations| violations.is_empty());
    assert_eq!(taken, allowed, "{text:?} for {schema:?}");
}

/// Reads a body that the fast path covers.
pub fn body(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let taken = from_json::<Fast>(text).is_ok();
    let Ok(value) = serde_json::from_str(text) else {
        assert!(!taken, "{text:?} is no JSON");
        return;
    };
    // A key that is there twice is gone from the value.
    let allowed = schemas::ECHO_FAST_BODY.violations(&value).is_ok_and(|violations| violations.is_empty());
    assert!(!taken || allowed, "{text:?}");
}
