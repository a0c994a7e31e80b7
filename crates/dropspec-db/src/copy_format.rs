//! Rows in the binary format of PostgreSQL's COPY.
//!
//! The format is described with the command COPY, that of the values with the types' send and receive functions.

use diesel::QueryResult;

use crate::column_type::{ColumnType, Malformed, Value};

/// The bytes before the rows: the signature, no flags, and no extension of the header.
pub const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// The bytes after the rows.
pub const TRAILER: &[u8] = &(-1_i16).to_be_bytes();

/// The length of NULL.
const NULL: i32 = -1;

/// Begins a row of that many values.
pub fn begin(values: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(&u16::try_from(values).unwrap_or(u16::MAX).to_be_bytes());
}

/// Writes a value of a column of that type.
///
/// # Errors
/// When the value is not of that type. What was written of it before is no row of the format.
pub fn write(column_type: &dyn ColumnType, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
    let start = out.len();
    out.extend_from_slice(&NULL.to_be_bytes());
    if *value != Value::Null {
        column_type.encode_copy(value, out)?;
        let length = i32::try_from(out.len() - start - 4).unwrap_or(i32::MAX);
        out[start..start + 4].copy_from_slice(&length.to_be_bytes());
    }
    Ok(())
}

/// The length of the row at the front, which has that many values; `None` when it is incomplete, or when there are no more rows.
///
/// # Errors
/// When the bytes are not such a row.
pub fn length_of_row(bytes: &[u8], values: usize) -> Result<Option<usize>, Malformed> {
    let mut rest = bytes;
    match take(&mut rest).map(i16::from_be_bytes) {
        None | Some(-1) => return Ok(None),
        Some(count) if usize::try_from(count).ok() == Some(values) => {}
        Some(_) => return Err(Malformed),
    }
    for _ in 0..values {
        let Some(length) = take(&mut rest).map(i32::from_be_bytes) else { return Ok(None) };
        let Some(after) = rest.get(usize::try_from(length).unwrap_or(0)..) else { return Ok(None) };
        rest = after;
    }
    Ok(Some(bytes.len() - rest.len()))
}

/// The values of a complete row, whose columns have these types.
///
/// # Errors
/// When the bytes are not such a row.
pub fn read_row<'b>(mut row: &'b [u8], types: &[&dyn ColumnType]) -> Result<Vec<Value<'b>>, Malformed> {
    take::<2>(&mut row).ok_or(Malformed)?;
    let value = |column_type: &&dyn ColumnType| {
        let length = i32::from_be_bytes(take(&mut row).ok_or(Malformed)?);
        let Ok(length) = usize::try_from(length) else { return Ok(Value::Null) };
        let (field, after) = row.split_at_checked(length).ok_or(Malformed)?;
        row = after;
        column_type.decode_copy(field)
    };
    types.iter().map(value).collect()
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*first)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use chrono::{DateTime, NaiveDate};
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::column_type::{Integer, Long, column_types};

    #[test]
    fn a_value_is_written_and_read_back_by_the_types_that_accept_it_only() {
        for column_type in column_types().iter().copied() {
            for value in [
                Value::Boolean(true),
                Value::Integer(1912),
                Value::Double(0.1),
                Value::Text("12.5".into()),
                Value::Uuid(Uuid::nil()),
                Value::Date(NaiveDate::from_ymd_opt(1912, 4, 15).unwrap()),
                Value::Timestamp(DateTime::from_timestamp_micros(-1_821_234_567_890_123).unwrap()),
                Value::Json(Cow::Owned(json!({ "a": [1, null] }))),
            ] {
                let (mut row, name) = (Vec::new(), column_type.name());
                begin(1, &mut row);
                let written = write(column_type, &value, &mut row);
                assert_eq!(written.is_ok(), column_type.accepts(&value), "{value:?} in {name}");
                if written.is_ok() {
                    assert_eq!(read_row(&row, &[column_type]), Ok(vec![value]), "{name}");
                }
            }
        }
    }

    #[test]
    fn an_integer_out_of_range_is_an_error() {
        let great = Value::Integer(i64::from(i32::MAX) + 1);
        assert!(write(&Integer, &great, &mut Vec::new()).is_err());
        assert!(write(&Long, &great, &mut Vec::new()).is_ok());
    }
}
