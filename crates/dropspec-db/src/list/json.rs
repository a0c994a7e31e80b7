//! Lists as JSON arrays and JSON lines.

use super::fields::Fields;
use super::representation::Representation;
use dropspec_schema::encode::Encode;

/// A JSON array.
#[derive(Debug, Default)]
pub struct JsonArray {
    rows: RowEncoder,
    has_rows: bool,
}

/// One JSON object per line (`application/x-ndjson`).
#[derive(Debug, Default)]
pub struct JsonLines {
    rows: RowEncoder,
}

impl JsonArray {
    /// All properties, or the selected ones.
    #[must_use]
    pub fn new(fields: Option<Fields>) -> Self {
        Self { rows: RowEncoder::new(fields), has_rows: false }
    }
}

impl JsonLines {
    /// All properties, or the selected ones.
    #[must_use]
    pub fn new(fields: Option<Fields>) -> Self {
        Self { rows: RowEncoder::new(fields) }
    }
}

impl<R: Encode> Representation<R> for JsonArray {
    fn begin(&mut self, out: &mut Vec<u8>) {
        out.push(b'[');
    }

    fn row(&mut self, record: &R, out: &mut Vec<u8>) {
        if self.has_rows {
            out.push(b',');
        }
        self.has_rows = true;
        self.rows.encode(record, out);
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        out.push(b']');
    }
}

impl<R: Encode> Representation<R> for JsonLines {
    fn row(&mut self, record: &R, out: &mut Vec<u8>) {
        self.rows.encode(record, out);
        out.push(b'\n');
    }
}

/// Encodes each row.
#[derive(Debug, Default)]
struct RowEncoder {
    fields: Option<Fields>,
    /// The whole row, from which selected properties are copied.
    whole: Vec<u8>,
}

impl RowEncoder {
    fn new(fields: Option<Fields>) -> Self {
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
