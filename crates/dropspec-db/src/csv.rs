//! Rows as CSV ([RFC 4180]), in the format that `x-dropspec-csv` describes.
//!
//! Written values are read back unchanged. An empty cell is NULL, and an empty cell in quotes the empty text.
//!
//! [RFC 4180]: https://www.rfc-editor.org/rfc/rfc4180

use crate::{Column, Entity, Table, Value};

/// Writes the header of a table: all columns in the order of the document.
pub fn header(table: &Table, out: &mut Vec<u8>) {
    for (index, column) in table.columns.iter().enumerate() {
        separate(index, out);
        cell(column.csv.header, out);
    }
    out.push(b'\n');
}

/// Writes a row, with the columns of the [`header`] of its table.
pub fn row<R: Entity>(record: &R, out: &mut Vec<u8>) {
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

/// Writes the separator before a cell, unless it is the first.
pub fn separate(index: usize, out: &mut Vec<u8>) {
    if index > 0 {
        out.push(b',');
    }
}

/// Writes the cell of a column. NULL is empty.
pub fn value(column: &Column, value: &Value<'_>, out: &mut Vec<u8>) {
    if *value == Value::Null {
        return;
    }
    let start = out.len();
    column.column_type.write_csv(value, &column.csv, out);
    if !is_plain(&out[start..]) {
        let cell = out.split_off(start);
        quote(&cell, out);
    }
}

/// Writes a text: between quotes if it would be read otherwise without them.
pub fn cell(text: &str, out: &mut Vec<u8>) {
    bytes(text.as_bytes(), out);
}

/// The same for bytes that may not be text.
pub fn bytes(bytes: &[u8], out: &mut Vec<u8>) {
    if is_plain(bytes) {
        out.extend_from_slice(bytes);
    } else {
        quote(bytes, out);
    }
}

fn is_plain(bytes: &[u8]) -> bool {
    !bytes.is_empty() && !bytes.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'))
}

fn quote(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    for part in bytes.split_inclusive(|byte| *byte == b'"') {
        out.extend_from_slice(part);
        if part.ends_with(b"\"") {
            out.push(b'"');
        }
    }
    out.push(b'"');
}
