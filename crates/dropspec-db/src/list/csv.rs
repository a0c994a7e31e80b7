//! Pages of a list as CSV.

use std::marker::PhantomData;

use super::fields::Fields;
use super::representation::Representation;
use crate::Record;
use crate::csv::{cell, separate, value};

/// A header and a row for each record (`text/csv`), which the import reads; with `CRLF`, as the media type asks for.
#[derive(Debug)]
pub struct CsvRows<R> {
    columns: Vec<usize>,
    records: PhantomData<fn() -> R>,
}

impl<R: Record> CsvRows<R> {
    /// Of all columns, or of those of some properties.
    #[must_use]
    pub fn of(fields: Option<&Fields>) -> Self {
        let columns = match fields {
            Some(fields) => fields.columns().to_vec(),
            None => (0..R::TABLE.columns.len()).collect(),
        };
        Self { columns, records: PhantomData }
    }
}

impl<R: Record> Representation<R> for CsvRows<R> {
    fn begin(&mut self, out: &mut Vec<u8>) {
        for (index, column) in self.columns.iter().enumerate() {
            separate(index, out);
            cell(R::TABLE.columns[*column].csv.header, out);
        }
        out.extend_from_slice(b"\r\n");
    }

    fn row(&mut self, record: &R, out: &mut Vec<u8>) {
        for (index, column) in self.columns.iter().enumerate() {
            separate(index, out);
            value(&R::TABLE.columns[*column], &record.value(*column), out);
        }
        out.extend_from_slice(b"\r\n");
    }
}
