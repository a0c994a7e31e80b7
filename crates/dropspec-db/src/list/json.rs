//! Lists as JSON: an array, or an object a line.

use super::fields::Fields;
use super::representation::Representation;
use dropspec_schema::encode::Encode;

/// A JSON array of the records.
#[derive(Debug, Default)]
pub struct JsonArray {
    records: Records,
    is_behind_one: bool,
}

/// A line for each record (`application/x-ndjson`).
#[derive(Debug, Default)]
pub struct JsonLines {
    records: Records,
}

impl JsonArray {
    /// Of the whole records, or of some of their properties.
    #[must_use]
    pub fn of(fields: Option<Fields>) -> Self {
        Self { records: Records::of(fields), is_behind_one: false }
    }
}

impl JsonLines {
    /// Of the whole records, or of some of their properties.
    #[must_use]
    pub fn of(fields: Option<Fields>) -> Self {
        Self { records: Records::of(fields) }
    }
}

impl<R: Encode> Representation<R> for JsonArray {
    fn begin(&mut self, out: &mut Vec<u8>) {
        out.push(b'[');
    }

    fn row(&mut self, record: &R, out: &mut Vec<u8>) {
        if self.is_behind_one {
            out.push(b',');
        }
        self.is_behind_one = true;
        self.records.encode(record, out);
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        out.push(b']');
    }
}

impl<R: Encode> Representation<R> for JsonLines {
    fn row(&mut self, record: &R, out: &mut Vec<u8>) {
        self.records.encode(record, out);
        out.push(b'\n');
    }
}

/// How each record is written.
#[derive(Debug, Default)]
struct Records {
    fields: Option<Fields>,
    /// The whole record, of which only some properties are copied.
    whole: Vec<u8>,
}

impl Records {
    fn of(fields: Option<Fields>) -> Self {
        Self { fields, whole: Vec::new() }
    }

    fn encode<R: Encode>(&mut self, record: &R, out: &mut Vec<u8>) {
        match &self.fields {
            None => record.encode(out),
            Some(fields) => {
                self.whole.clear();
                record.encode(&mut self.whole);
                fields.project(&self.whole, out);
            }
        }
    }
}
