//! Values as a person reads them, and as a form or a link has them.

use super::super::description::Kind;
use super::super::value::Value;

/// What stands for nothing.
pub(super) const NOTHING: &str = "—";

/// A value as a person reads it.
pub(super) fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Null => NOTHING.to_owned(),
        Value::Boolean(true) => "Yes".to_owned(),
        Value::Boolean(false) => "No".to_owned(),
        Value::Moment(moment) => format!("{} UTC", moment.0.format("%Y-%m-%d %H:%M:%S%.f")),
        other => written(other),
    }
}

/// A value as a form, a query or a path has it; nothing is empty.
pub(super) fn written(value: &Value<'_>) -> String {
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

/// What JSON stands for in a form.
pub(super) fn of_json(json: &str) -> String {
    match serde_json::from_str(json) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(serde_json::Value::Null) => String::new(),
        _ => json.to_owned(),
    }
}

/// Whether values of a kind stand at the right, one unit above the other.
pub(super) fn is_numeric(kind: Kind) -> bool {
    matches!(kind, Kind::Integer | Kind::Long | Kind::Double)
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};

    use super::*;

    #[test]
    fn values_are_shown_and_written() {
        let moment = Utc.with_ymd_and_hms(1912, 4, 14, 23, 40, 0).unwrap();
        for (value, read, raw) in [
            (Value::Null, "—", ""),
            (Value::Boolean(true), "Yes", "true"),
            (Value::Double(7.0), "7", "7"),
            (Value::Double(211.3375), "211.3375", "211.3375"),
            (Value::Double(1e300), "1e300", "1e300"),
            (Value::from(moment), "1912-04-14 23:40:00 UTC", "1912-04-14T23:40:00Z"),
            (Value::from("a & b"), "a & b", "a & b"),
        ] {
            assert_eq!((shown(&value).as_str(), written(&value).as_str()), (read, raw));
        }
        assert_eq!(of_json("\"a\""), "a");
        assert_eq!(of_json("12"), "12");
        assert_eq!(of_json("null"), "");
    }
}
