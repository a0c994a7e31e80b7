//! Rows in the binary format of PostgreSQL's COPY.
//!
//! The format is described with the command COPY, that of the values with the types' send and receive functions.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, TimeDelta};
use uuid::Uuid;

use super::description::Kind;
use super::key::Key;
use super::moment::{Moment, TO_POSTGRES_EPOCH};
use super::value::Value;

/// What stands before the rows: the signature, no flags, and no extension of the header.
pub const BEFORE: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// What stands behind the rows.
pub const BEHIND: &[u8] = &(-1_i16).to_be_bytes();

/// The version of the binary format of `jsonb`, which stands before the text.
const JSONB_VERSION: u8 = 1;

/// Bytes that are not what they should be.
#[derive(Debug, thiserror::Error)]
#[error("the database has sent a row that cannot be read")]
pub struct Malformed;

/// Begins a row of so many values.
pub fn begin(values: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(&u16::try_from(values).unwrap_or(u16::MAX).to_be_bytes());
}

/// Writes a value of a column of that kind.
pub fn write(kind: Kind, value: &Value<'_>, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.extend_from_slice(&(-1_i32).to_be_bytes()),
        Value::Boolean(value) => field(&[u8::from(*value)], out),
        // A column of 32 bits holds nothing that is larger.
        #[allow(clippy::cast_possible_truncation, reason = "the value is of that kind")]
        Value::Integer(value) if kind == Kind::Integer => field(&(*value as i32).to_be_bytes(), out),
        Value::Integer(value) => field(&value.to_be_bytes(), out),
        Value::Double(value) => field(&value.to_be_bytes(), out),
        Value::Text(text) => field(text.as_bytes(), out),
        Value::Uuid(Key(key)) => field(key.as_bytes(), out),
        Value::Date(date) => {
            let days = (*date - epoch()).num_days();
            #[allow(clippy::cast_possible_truncation, reason = "chrono's dates are within 262,000 years")]
            field(&(days as i32).to_be_bytes(), out);
        }
        Value::Moment(moment) => field(&(moment.0.timestamp_micros() - TO_POSTGRES_EPOCH).to_be_bytes(), out),
        Value::Json(json) => {
            let text = json.to_string();
            length(text.len() + 1, out);
            out.push(JSONB_VERSION);
            out.extend_from_slice(text.as_bytes());
        }
    }
}

fn field(bytes: &[u8], out: &mut Vec<u8>) {
    length(bytes.len(), out);
    out.extend_from_slice(bytes);
}

fn length(length: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(&i32::try_from(length).unwrap_or(i32::MAX).to_be_bytes());
}

/// How many bytes the row at the front has, which is of so many values; `None` when it has not come in full, or when all rows have.
pub fn length_of_row(bytes: &[u8], values: usize) -> Result<Option<usize>, Malformed> {
    let mut rest = bytes;
    match take(&mut rest).map(i16::from_be_bytes) {
        None | Some(-1) => return Ok(None),
        Some(count) if usize::try_from(count).ok() == Some(values) => {}
        Some(_) => return Err(Malformed),
    }
    for _ in 0..values {
        let Some(length) = take(&mut rest).map(i32::from_be_bytes) else { return Ok(None) };
        let Some(behind) = rest.get(usize::try_from(length).unwrap_or(0)..) else { return Ok(None) };
        rest = behind;
    }
    Ok(Some(bytes.len() - rest.len()))
}

/// The values of a whole row, which are of these kinds.
pub fn read_row<'b>(mut row: &'b [u8], kinds: &[Kind]) -> Result<Vec<Value<'b>>, Malformed> {
    take::<2>(&mut row).ok_or(Malformed)?;
    let value = |kind: &Kind| {
        let length = i32::from_be_bytes(take(&mut row).ok_or(Malformed)?);
        let Ok(length) = usize::try_from(length) else { return Ok(Value::Null) };
        let (field, behind) = row.split_at_checked(length).ok_or(Malformed)?;
        row = behind;
        read(*kind, field)
    };
    kinds.iter().map(value).collect()
}

/// The value of a field of a column of that kind.
fn read(kind: Kind, bytes: &[u8]) -> Result<Value<'_>, Malformed> {
    let text = |bytes| std::str::from_utf8(bytes).map_err(|_| Malformed);
    Ok(match kind {
        Kind::Boolean => Value::Boolean(exactly::<1>(bytes)? == [1]),
        Kind::Integer => Value::Integer(i32::from_be_bytes(exactly(bytes)?).into()),
        Kind::Long => Value::Integer(i64::from_be_bytes(exactly(bytes)?)),
        Kind::Double => Value::Double(f64::from_be_bytes(exactly(bytes)?)),
        Kind::Text | Kind::Choice(_) => Value::Text(Cow::Borrowed(text(bytes)?)),
        Kind::Uuid => Value::Uuid(Key(Uuid::from_bytes(exactly(bytes)?))),
        Kind::Date => {
            let days = TimeDelta::days(i32::from_be_bytes(exactly(bytes)?).into());
            Value::Date(epoch().checked_add_signed(days).ok_or(Malformed)?)
        }
        Kind::Moment => {
            let micros = i64::from_be_bytes(exactly(bytes)?).checked_add(TO_POSTGRES_EPOCH).ok_or(Malformed)?;
            Value::Moment(Moment(DateTime::from_timestamp_micros(micros).ok_or(Malformed)?))
        }
        Kind::Json => {
            let text = bytes.strip_prefix(&[JSONB_VERSION]).ok_or(Malformed)?;
            Value::Json(Cow::Owned(serde_json::from_slice(text).map_err(|_| Malformed)?))
        }
    })
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*first)
}

fn exactly<const N: usize>(bytes: &[u8]) -> Result<[u8; N], Malformed> {
    bytes.try_into().map_err(|_| Malformed)
}

/// The day from which PostgreSQL counts.
fn epoch() -> NaiveDate {
    DateTime::from_timestamp_micros(TO_POSTGRES_EPOCH).unwrap_or_default().date_naive()
}
