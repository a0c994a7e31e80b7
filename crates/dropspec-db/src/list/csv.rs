//! Lists as CSV.

use std::marker::PhantomData;

use super::fields::Fields;
use super::representation::Representation;
use crate::Entity;
use crate::csv::{cell, separate, value};

/// A header and a line per row (`text/csv`), as the import reads them. Lines end with CRLF, as the media type requires.
#[derive(Debug)]
pub struct CsvRows<R> {
    columns: Vec<usize>,
    records: PhantomData<fn() -> R>,
}

impl<R: Entity> CsvRows<R> {
    /// All columns, or the selected ones.
    #[must_use]
    pub fn new(fields: Option<&Fields>) -> Self {
        let columns = match fields {
            Some(fields) => fields.columns().to_vec(),
            None => (0..R::TABLE.columns.len()).collect(),
        };
        Self { columns, records: PhantomData }
    }
}

impl<R: Entity> Representation<R> for CsvRows<R> {
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
