//! Every constraint of the people document appears in the code: changing it changes the code.

use insta::assert_snapshot;

use crate::support::{self, PEOPLE};

/// What changes in the code that does not store people when `from` becomes `to` in the document.
fn effect(from: &str, to: &str) -> String {
    support::effect(&PEOPLE.replace("x-dropspec-", "x-"), from, to)
}

#[test]
fn lengths_of_people() {
    assert_snapshot!(effect("maxLength: 100\n      pattern", "maxLength: 50\n      pattern"), @r#"
    - "maxLength": 100,
    + "maxLength": 50,
    - 3 => name = __in.value(check::Text::new().min_length(1).max_length(100).pattern(&NAME_PATTERN))?,
    + 3 => name = __in.value(check::Text::new().min_length(1).max_length(50).pattern(&NAME_PATTERN))?,
    - 3 => name = __in.value(check::Text::new().min_length(1).max_length(100).pattern(&NAME_PATTERN))?,
    + 3 => name = __in.value(check::Text::new().min_length(1).max_length(50).pattern(&NAME_PATTERN))?,
    "#);
    assert_snapshot!(effect("      minLength: 1\n", ""), @r#"
    - "minLength": 1,
    - 3 => name = __in.value(check::Text::new().min_length(1).max_length(100).pattern(&NAME_PATTERN))?,
    + 3 => name = __in.value(check::Text::new().max_length(100).pattern(&NAME_PATTERN))?,
    - 3 => name = __in.value(check::Text::new().min_length(1).max_length(100).pattern(&NAME_PATTERN))?,
    + 3 => name = __in.value(check::Text::new().max_length(100).pattern(&NAME_PATTERN))?,
    "#);
}

#[test]
fn bounds_of_people() {
    assert_snapshot!(effect("maximum: 3\n", "maximum: 4\n"), @r#"
    - check::Integer::int32().minimum(1).maximum(3),
    + check::Integer::int32().minimum(1).maximum(4),
    - "maximum": 3
    + "maximum": 4
    - 2 => passenger_class = __in.value(check::Integer::int32().minimum(1).maximum(3))?,
    + 2 => passenger_class = __in.value(check::Integer::int32().minimum(1).maximum(4))?,
    - 2 => passenger_class = __in.value(check::Integer::int32().minimum(1).maximum(3))?,
    + 2 => passenger_class = __in.value(check::Integer::int32().minimum(1).maximum(4))?,
    "#);
    assert_snapshot!(effect("            maximum: 10000\n", "            maximum: 5000\n"), @r##"
    - check::Integer::int32().minimum(1).maximum(10000),
    + check::Integer::int32().minimum(1).maximum(5000),
    - r#"{"type":"integer","minimum":1,"maximum":10000}"#,
    + r#"{"type":"integer","minimum":1,"maximum":5000}"#,
    "##);
}

#[test]
fn patterns_of_people() {
    let name = |pattern: &str| format!("pattern: {pattern}\n      example: Mr. Owen");
    assert_snapshot!(effect(&name(r"^[^\u0000]*$"), &name(r"^\p{L}+$")), @r#"
    - "pattern": "^[^\\u0000]*$"
    + "pattern": "^\\p{L}+$"
    - static NAME_PATTERN: check::Pattern = check::Pattern::new("^[^\\u0000]*$");
    + static NAME_PATTERN: check::Pattern = check::Pattern::new("^\\p{L}+$");
    "#);
}

#[test]
fn values_of_people() {
    assert_snapshot!(effect("enum: [male, female, other]", "enum: [male, female, other, unknown]"), @r#"
    - "other"
    + "other",
    + "unknown"
    + /// `unknown`.
    + Unknown,
    - check::string_enum!(Sex { Male = "male", Female = "female", Other = "other" });
    + check::string_enum!(Sex { Male = "male", Female = "female", Other = "other", Unknown = "unknown" });
    "#);
}

#[test]
fn defaults_of_people() {
    assert_snapshot!(effect("default: 1000", "default: 25"), @"
    - limit: limit?.unwrap_or(1000),
    + limit: limit?.unwrap_or(25),
    ");
    assert_snapshot!(effect("default: false\n        passengerClass", "default: true\n        passengerClass"), @"
    - false
    + true
    ");
}

#[test]
fn properties_of_people() {
    assert_snapshot!(effect("        - fare\n      properties", "      properties"), @r#"
    - "parentsOrChildrenAboard",
    - "fare"
    + "parentsOrChildrenAboard"
    - pub fare: f64,
    + #[serde(default, skip_serializing_if = "Option::is_none")]
    + pub fare: Option<f64>,
    - object.property("\"fare\":", &self.fare);
    + object.optional("\"fare\":", self.fare.as_ref());
    "#);
}

#[test]
fn openness_of_people() {
    let (from, to) = ("      additionalProperties: false\n", "");
    assert_snapshot!(effect(from, to), @r#"
    - "additionalProperties": false,
    - #[serde(deny_unknown_fields)]
    "#);
}

#[test]
fn responses_of_people() {
    let from = "        '204':\n          description: The person was deleted.";
    assert_snapshot!(effect(from, &from.replace("204", "202")), @r#"
    - /// 204: The person was deleted.
    - NoContent,
    + /// 202: The person was deleted.
    + Accepted,
    - Self::NoContent => Response::builder(204),
    + Self::Accepted => Response::builder(202),
    "#);
}
