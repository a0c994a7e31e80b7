//! Rejected rows: counted, reported, and written as a CSV file that can be fixed and imported.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{ImportError, InvalidRows, MAX_ERRORS};
use crate::csv::{Header, InvalidRow, Row, rejected};
use dropspec_db::Value;
use dropspec_db::csv;

/// The rejected rows of a file, found by its reader and by the database.
#[derive(Clone)]
pub(super) struct RejectedRows(Arc<Mutex<State>>);

struct State {
    how: InvalidRows,
    header: Header,
    /// The names of the stored columns, as the file has them.
    names: Vec<u8>,
    count: u64,
    /// The first of them.
    reported: Vec<InvalidRow>,
}

impl std::fmt::Debug for RejectedRows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let state = self.state();
        f.debug_struct("RejectedRows")
            .field("count", &state.count)
            .field("reported", &state.reported)
            .finish_non_exhaustive()
    }
}

impl RejectedRows {
    pub(super) fn new(how: InvalidRows, header: Header, names: &Row) -> Self {
        let names = stored_cells(&header, names);
        Self(Arc::new(Mutex::new(State { how, header, names, count: 0, reported: Vec::new() })))
    }

    /// Whether invalid rows are skipped; otherwise one of them rejects the file.
    pub(super) fn are_allowed(&self) -> bool {
        matches!(self.state().how, InvalidRows::Skip(_))
    }

    /// Rejects a row. Its cells are written as they are, without the columns that were added when it was rejected before.
    pub(super) fn add(&self, bad: InvalidRow, row: &Row) -> Result<(), ImportError> {
        let mut state = self.state();
        let cells = stored_cells(&state.header, row);
        state.add(bad, &cells).map_err(ImportError::Rejected)
    }

    /// Rejects a row of which only the values are known.
    pub(super) fn add_values<'v>(
        &self,
        bad: InvalidRow,
        value: impl Fn(usize) -> Value<'v>,
    ) -> Result<(), ImportError> {
        let mut state = self.state();
        let columns = state.header.table().columns;
        let mut cells = Vec::new();
        for index in state.header.columns() {
            cells.push(b',');
            csv::value(&columns[index], &value(index), &mut cells);
        }
        state.add(bad, &cells).map_err(ImportError::Rejected)
    }

    /// Flushes the writer. Returns the number of rows and the first of them.
    pub(super) fn finish(&self) -> Result<(u64, Vec<InvalidRow>), ImportError> {
        let mut state = self.state();
        if let InvalidRows::Skip(Some(out)) = &mut state.how {
            out.flush().map_err(ImportError::Rejected)?;
        }
        Ok((state.count, std::mem::take(&mut state.reported)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn add(&mut self, bad: InvalidRow, cells: &[u8]) -> io::Result<()> {
        self.count += 1;
        if let InvalidRows::Skip(Some(out)) = &mut self.how {
            let mut line = Vec::new();
            if self.count == 1 {
                line.extend_from_slice(rejected(self.header.table()).join(",").as_bytes());
                line.extend_from_slice(&self.names);
                line.push(b'\n');
            }
            explain(&bad, &mut line);
            line.extend_from_slice(cells);
            line.push(b'\n');
            out.write_all(&line)?;
        }
        if self.reported.len() < MAX_ERRORS {
            self.reported.push(bad);
        }
        Ok(())
    }
}

/// The stored cells of a row, each after a comma.
fn stored_cells(header: &Header, row: &Row) -> Vec<u8> {
    let mut out = Vec::new();
    for (index, (bytes, quoted)) in row.raw().enumerate() {
        if header.is_stored(index) {
            out.push(b',');
            if !bytes.is_empty() || quoted {
                csv::bytes(bytes, &mut out);
            }
        }
    }
    out
}

/// The line, the columns and the reasons.
fn explain(bad: &InvalidRow, out: &mut Vec<u8>) {
    let mut columns: Vec<&str> = bad.errors.iter().filter_map(|error| error.column).collect();
    columns.dedup();
    let details: Vec<&str> = bad.errors.iter().map(|error| error.detail.as_str()).collect();
    out.extend_from_slice(bad.line.to_string().as_bytes());
    out.push(b',');
    csv::cell(&columns.join("; "), out);
    out.push(b',');
    csv::cell(&details.join("; "), out);
}
