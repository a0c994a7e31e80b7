//! Bad rows that are left out: counted, told, and written as a list that can be mended and imported.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{BadRows, ImportError, MOST_FAULTS};
use crate::csv::{BadRow, Header, Row, rejected};
use dropspec_db::Value;
use dropspec_db::csv;

/// The bad rows of a list, which both its reader and the database find.
#[derive(Clone)]
pub(super) struct Rejects(Arc<Mutex<State>>);

struct State {
    how: BadRows,
    header: Header,
    /// The names of the columns that are stored, as the list has them.
    names: Vec<u8>,
    count: u64,
    /// The first of them.
    told: Vec<BadRow>,
}

impl std::fmt::Debug for Rejects {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let state = self.state();
        f.debug_struct("Rejects").field("count", &state.count).field("told", &state.told).finish_non_exhaustive()
    }
}

impl Rejects {
    pub(super) fn new(how: BadRows, header: Header, names: &Row) -> Self {
        let names = stored_cells(&header, names);
        Self(Arc::new(Mutex::new(State { how, header, names, count: 0, told: Vec::new() })))
    }

    /// Whether bad rows are left out, rather than that all is refused.
    pub(super) fn are_allowed(&self) -> bool {
        matches!(self.state().how, BadRows::Skip(_))
    }

    /// Leaves a row out. Its cells are written as they are; those that were added when it was left out before are not.
    pub(super) fn add(&self, bad: BadRow, row: &Row) -> Result<(), ImportError> {
        let mut state = self.state();
        let cells = stored_cells(&state.header, row);
        state.add(bad, &cells).map_err(ImportError::Rejects)
    }

    /// Leaves a row out of which only the values of its columns are left.
    pub(super) fn add_values<'v>(&self, bad: BadRow, value: impl Fn(usize) -> Value<'v>) -> Result<(), ImportError> {
        let mut state = self.state();
        let columns = state.header.table().columns;
        let mut cells = Vec::new();
        for index in state.header.columns() {
            cells.push(b',');
            csv::value(&columns[index], &value(index), &mut cells);
        }
        state.add(bad, &cells).map_err(ImportError::Rejects)
    }

    /// Makes sure that all is written. Answers how many there were, and the first of them.
    pub(super) fn finish(&self) -> Result<(u64, Vec<BadRow>), ImportError> {
        let mut state = self.state();
        if let BadRows::Skip(Some(out)) = &mut state.how {
            out.flush().map_err(ImportError::Rejects)?;
        }
        Ok((state.count, std::mem::take(&mut state.told)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn add(&mut self, bad: BadRow, cells: &[u8]) -> io::Result<()> {
        self.count += 1;
        if let BadRows::Skip(Some(out)) = &mut self.how {
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
        if self.told.len() < MOST_FAULTS {
            self.told.push(bad);
        }
        Ok(())
    }
}

/// The cells of a row that stand for columns of the table, each behind a comma.
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
fn explain(bad: &BadRow, out: &mut Vec<u8>) {
    let mut columns: Vec<&str> = bad.faults.iter().filter_map(|fault| fault.column).collect();
    columns.dedup();
    let details: Vec<&str> = bad.faults.iter().map(|fault| fault.detail.as_str()).collect();
    out.extend_from_slice(bad.line.to_string().as_bytes());
    out.push(b',');
    csv::cell(&columns.join("; "), out);
    out.push(b',');
    csv::cell(&details.join("; "), out);
}
