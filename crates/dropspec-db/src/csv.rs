//! From rows of a table to the bytes of a list.

use chrono::SecondsFormat;
use uuid::fmt::Hyphenated;

use crate::{Column, Record, Table, Value};

/// Writes the header of a table: all columns in the order of the document.
pub fn header(table: &Table, out: &mut Vec<u8>) {
    for (index, column) in table.columns.iter().enumerate() {
        separate(index, out);
        cell(column.csv.header, out);
    }
    out.push(b'\n');
}

/// Writes a row, as it stands below the [`header`] of its table.
pub fn row<R: Record>(record: &R, out: &mut Vec<u8>) {
    for (index, column) in R::TABLE.columns.iter().enumerate() {
        separate(index, out);
        value(column, &record.value(index), out);
    }
    out.push(b'\n');
}

/// Writes a row of the values of all columns.
pub fn values(table: &Table, values: &[Value<'_>], out: &mut Vec<u8>) {
    for (index, (column, content)) in table.columns.iter().zip(values).enumerate() {
        separate(index, out);
        value(column, content, out);
    }
    out.push(b'\n');
}

/// Writes what stands between cells.
pub fn separate(index: usize, out: &mut Vec<u8>) {
    if index > 0 {
        out.push(b',');
    }
}

/// Writes the cell of a column.
pub fn value(column: &Column, value: &Value<'_>, out: &mut Vec<u8>) {
    match value {
        Value::Null => {}
        Value::Boolean(value) => cell(column.csv.words[usize::from(*value)], out),
        Value::Integer(value) => out.extend_from_slice(itoa::Buffer::new().format(*value).as_bytes()),
        Value::Double(value) => out.extend_from_slice(zmij::Buffer::new().format(*value).as_bytes()),
        Value::Text(text) => cell(text, out),
        Value::Uuid(key) => {
            let mut text = [0; Hyphenated::LENGTH];
            out.extend_from_slice(key.0.hyphenated().encode_lower(&mut text).as_bytes());
        }
        Value::Date(date) => cell(&date.to_string(), out),
        Value::Moment(moment) => cell(&moment.0.to_rfc3339_opts(SecondsFormat::AutoSi, true), out),
        Value::Json(json) => cell(&json.to_string(), out),
    }
}

/// Writes a text: between quotes if it would be read otherwise without them.
pub fn cell(text: &str, out: &mut Vec<u8>) {
    bytes(text.as_bytes(), out);
}

/// The same, of bytes that may not be text.
pub fn bytes(bytes: &[u8], out: &mut Vec<u8>) {
    let is_plain = !bytes.is_empty() && !bytes.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
    if is_plain {
        out.extend_from_slice(bytes);
        return;
    }
    out.push(b'"');
    for part in bytes.split_inclusive(|byte| *byte == b'"') {
        out.extend_from_slice(part);
        if part.ends_with(b"\"") {
            out.push(b'"');
        }
    }
    out.push(b'"');
}
