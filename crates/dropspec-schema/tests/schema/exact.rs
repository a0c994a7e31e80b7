//! Numbers are kept as they are written, or rejected.

use dropspec_schema::{Decode, ErrorSource, Integer, Number, Schema, from_json, from_text};
use serde::Deserializer;
use serde::de::DeserializeSeed;
use serde_json::{Value, json};

use crate::support::{decoded, schema};

/// Numbers that no double keeps, with the reason.
const LOST: [(&str, &str); 6] = [
    ("9007199254740993", "has more digits than are kept"),
    ("12345678901234567890", "has more digits than are kept"),
    ("1152921504606846977", "has more digits than are kept"),
    ("900719925474099.3", "has more digits than are kept"),
    ("1e-400", "is too close to 0 to be kept"),
    ("2e-324", "is too close to 0 to be kept"),
];

/// An integer of 64 bits.
#[derive(Debug)]
struct Wide;

impl Decode for Wide {
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Integer::int64().deserialize(deserializer).map(|_| Self)
    }
}

fn measures() -> &'static Schema {
    schema(&json!({
        "type": "object",
        "properties": {
            "number": { "type": "number" },
            "double": { "type": "number", "format": "double" },
            "integer": { "type": "integer" },
            "bounded": { "type": "integer", "maximum": 100 },
            "either": { "type": ["number", "integer"] },
            "list": { "type": "array", "items": { "allOf": [{ "type": "number" }, { "minimum": 0 }] } },
        },
    }))
}

/// The violations of a text: pointers and details.
fn violations(text: &str) -> Vec<(String, String)> {
    let value: Value = serde_json::from_str(text).unwrap();
    let found = measures().text_violations("", text, &value, 100).unwrap();
    let all = found.into_vec(ErrorSource::Pointer(String::new())).into_iter();
    let pointer = |source| if let ErrorSource::Pointer(pointer) = source { pointer } else { String::new() };
    all.map(|violation| (pointer(violation.source), violation.detail)).collect()
}

fn only(text: &str, pointer: &str, detail: &str) {
    assert_eq!(violations(text), [(pointer.to_owned(), detail.to_owned())], "{text}");
}

#[test]
fn a_number_that_a_double_does_not_keep_is_a_violation() {
    for (number, reason) in LOST {
        only(&format!("{{ \"number\": {number} }}"), "/number", &format!("{number} {reason} - 'number'"));
        only(&format!("{{ \"list\": [0.5, {number}] }}"), "/list/1", &format!("{number} {reason} - 'list.1'"));
        assert_eq!(violations(&format!("{{ \"double\": {number} }}")), []);
    }
    assert_eq!(
        violations(r#"{ "number": 1e300, "list": [0.1, 5e-324, 9007199254740992], "either": 9007199254740993 }"#),
        []
    );
}

#[test]
fn an_integer_beyond_64_bits_is_a_violation() {
    for number in ["9223372036854775808", "-9223372036854775809", "18446744073709551615", "1e19", "-1e30"] {
        let detail = format!("{number} does not fit into 64 bits - 'integer'");
        only(&format!("{{ \"integer\": {number} }}"), "/integer", &detail);
    }
    only(
        r#"{ "integer": 9007199254740993.0 }"#,
        "/integer",
        "9007199254740993.0 has more digits than are kept - 'integer'",
    );
    for number in ["1e18", "9223372036854775807", "-9.223372036854775808e18", "9007199254740993"] {
        assert_eq!(violations(&format!("{{ \"integer\": {number} }}")), []);
    }
}

#[test]
fn a_number_has_one_violation() {
    only(r#"{ "integer": 1.5 }"#, "/integer", "1.5 is not of type 'integer' - 'integer'");
    let found = violations(r#"{ "bounded": 18446744073709551615 }"#);
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn plain_text_is_kept_or_rejected() {
    for (number, reason) in LOST {
        assert!(from_text(number, Number::new()).is_err(), "{number}");
        assert!(decoded(Number::new(), number).is_none() || number.contains(['.', 'e']), "{number}");
        let rounded: f64 = number.parse().unwrap();
        assert_eq!(from_text(number, Number::new().rounded()).unwrap(), rounded);
        let schema = schema(&json!({ "type": "number" }));
        let found = schema.parameter_violations("n", &schema.read(number)).unwrap();
        assert_eq!(found[0].detail, format!("{number} {reason} - 'n'"));
    }
    assert_eq!(from_text("1e18", Integer::int64()).unwrap(), 1_000_000_000_000_000_000);
    for number in ["9007199254740993.0", "1234567890123456800.0"] {
        assert!(from_text(number, Integer::int64()).is_err());
        assert!(from_json::<Wide>(number).is_err());
    }
    assert_eq!(from_text("1234567890123456800.0", Number::new()).unwrap(), 1_234_567_890_123_456_800.0);
    let schema = schema(&json!({ "type": "integer" }));
    let found = schema.parameter_violations("n", &schema.read("18446744073709551615")).unwrap();
    assert_eq!(found[0].detail, "18446744073709551615 does not fit into 64 bits - 'n'");
}
