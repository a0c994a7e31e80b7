//! Values as text: for readers, and for forms and links.

use dropspec_db::{Kind, Value};

/// The text of a missing value.
const MISSING: &str = "—";

/// A value as text for readers.
pub(crate) fn display_text(value: &Value<'_>) -> String {
    match value {
        Value::Null => MISSING.to_owned(),
        Value::Boolean(true) => "Yes".to_owned(),
        Value::Boolean(false) => "No".to_owned(),
        Value::Moment(moment) => format!("{} UTC", moment.0.format("%Y-%m-%d %H:%M:%S%.f")),
        other => form_text(other),
    }
}

/// A value as text in a form, a query or a path; empty for a missing value.
pub(crate) fn form_text(value: &Value<'_>) -> String {
    match value {
        Value::Null => String::new(),
        Value::Boolean(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        // A number of many digits is easier to read with an exponent.
        Value::Double(value) if value.abs() >= 1e15 => format!("{value:e}"),
        Value::Double(value) => value.to_string(),
        Value::Text(value) => value.to_string(),
        Value::Uuid(value) => value.0.to_string(),
        Value::Date(value) => value.to_string(),
        Value::Moment(value) => value.0.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string(),
        Value::Json(value) => value.to_string(),
    }
}

/// The text in a form for a value in JSON.
pub(crate) fn form_text_of_json(json: &str) -> String {
    match serde_json::from_str(json) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(serde_json::Value::Null) => String::new(),
        _ => json.to_owned(),
    }
}

/// Whether values of a kind are aligned to the right, like numbers.
pub(crate) fn is_numeric(kind: Kind) -> bool {
    matches!(kind, Kind::Integer | Kind::Long | Kind::Double)
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};

    use super::*;

    #[test]
    fn values_have_texts_for_readers_and_for_forms() {
        let moment = Utc.with_ymd_and_hms(1912, 4, 14, 23, 40, 0).unwrap();
        for (value, displayed, in_form) in [
            (Value::Null, "—", ""),
            (Value::Boolean(true), "Yes", "true"),
            (Value::Double(7.0), "7", "7"),
            (Value::Double(211.3375), "211.3375", "211.3375"),
            (Value::Double(1e300), "1e300", "1e300"),
            (Value::from(moment), "1912-04-14 23:40:00 UTC", "1912-04-14T23:40:00Z"),
            (Value::from("a & b"), "a & b", "a & b"),
        ] {
            assert_eq!((display_text(&value).as_str(), form_text(&value).as_str()), (displayed, in_form));
        }
        assert_eq!(form_text_of_json("\"a\""), "a");
        assert_eq!(form_text_of_json("12"), "12");
        assert_eq!(form_text_of_json("null"), "");
    }
}
