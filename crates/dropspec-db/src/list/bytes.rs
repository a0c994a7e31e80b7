//! The binary encoding of values in page tokens and entity tags.

use std::borrow::Cow;

use chrono::{DateTime, Datelike, NaiveDate};
use uuid::Uuid;

use crate::Value;

const NULL: u8 = 0;
const BOOLEAN: u8 = 1;
const INTEGER: u8 = 2;
const DOUBLE: u8 = 3;
const TEXT: u8 = 4;
const UUID: u8 = 5;
const DATE: u8 = 6;
const TIMESTAMP: u8 = 7;
const JSON: u8 = 8;
const POINT: u8 = 9;

/// Appends a value. Different sequences of values have different bytes.
pub(super) fn write(value: &Value<'_>, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.push(NULL),
        Value::Boolean(value) => out.extend_from_slice(&[BOOLEAN, u8::from(*value)]),
        Value::Integer(value) => tagged(INTEGER, &value.to_be_bytes(), out),
        Value::Double(value) => tagged(DOUBLE, &value.to_bits().to_be_bytes(), out),
        Value::Text(value) => text(TEXT, value, out),
        Value::Uuid(value) => tagged(UUID, value.as_bytes(), out),
        Value::Date(value) => tagged(DATE, &value.num_days_from_ce().to_be_bytes(), out),
        Value::Timestamp(value) => tagged(TIMESTAMP, &value.timestamp_micros().to_be_bytes(), out),
        Value::Json(value) => text(JSON, &value.to_string(), out),
        Value::Point(value) => {
            tagged(POINT, &value.latitude.to_bits().to_be_bytes(), out);
            out.extend_from_slice(&value.longitude.to_bits().to_be_bytes());
        }
    }
}

fn tagged(tag: u8, bytes: &[u8], out: &mut Vec<u8>) {
    out.push(tag);
    out.extend_from_slice(bytes);
}

/// Appends a text after its length.
pub(super) fn text(tag: u8, text: &str, out: &mut Vec<u8>) {
    tagged(tag, &(text.len() as u64).to_be_bytes(), out);
    out.extend_from_slice(text.as_bytes());
}

/// Reads a value off the front. JSON and points are not read, because no list is sorted by them.
pub(super) fn read(bytes: &mut &[u8]) -> Option<Value<'static>> {
    let [tag] = take::<1>(bytes)?;
    Some(match tag {
        NULL => Value::Null,
        BOOLEAN => Value::Boolean(take::<1>(bytes)? != [0]),
        INTEGER => Value::Integer(i64::from_be_bytes(take(bytes)?)),
        DOUBLE => Value::Double(f64::from_bits(u64::from_be_bytes(take(bytes)?))),
        TEXT => {
            let length = usize::try_from(u64::from_be_bytes(take(bytes)?)).ok()?;
            let (text, rest) = bytes.split_at_checked(length)?;
            *bytes = rest;
            Value::Text(Cow::Owned(std::str::from_utf8(text).ok()?.to_owned()))
        }
        UUID => Value::Uuid(Uuid::from_bytes(take(bytes)?)),
        DATE => Value::Date(NaiveDate::from_num_days_from_ce_opt(i32::from_be_bytes(take(bytes)?))?),
        TIMESTAMP => Value::Timestamp(DateTime::from_timestamp_micros(i64::from_be_bytes(take(bytes)?))?),
        _ => return None,
    })
}

/// Takes that many bytes off the front.
pub(super) fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(*taken)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_value() -> impl Strategy<Value = Value<'static>> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_filter("equal to itself", |value| !value.is_nan()).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            any::<u128>().prop_map(|value| Value::from(Uuid::from_u128(value))),
            (-3_000_000..3_000_000)
                .prop_filter_map("a date", NaiveDate::from_num_days_from_ce_opt)
                .prop_map(Value::from),
            any::<i64>().prop_filter_map("a timestamp", DateTime::from_timestamp_micros).prop_map(Value::from),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(values in proptest::collection::vec(any_value(), 0..5)) {
            let mut bytes = Vec::new();
            values.iter().for_each(|value| write(value, &mut bytes));
            let mut rest = bytes.as_slice();
            let read: Option<Vec<_>> = values.iter().map(|_| read(&mut rest)).collect();
            prop_assert_eq!(read, Some(values));
            prop_assert!(rest.is_empty());
        }

        #[test]
        fn any_bytes_are_read_or_rejected(bytes: Vec<u8>) {
            let mut rest = bytes.as_slice();
            while !rest.is_empty() && read(&mut rest).is_some() {}
        }
    }
}
