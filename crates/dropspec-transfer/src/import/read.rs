//! The reading side of an import: from the bytes of a file to batches of valid rows.

use std::collections::BTreeMap;
use std::io::{self, Read};

use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use super::batch::{Batch, ImportHeader, Message, ReadSummary};
use super::rejected::RejectedRows;
use super::summary::Summary;
use super::{ImportError, MAX_ERRORS, Options};
use crate::csv::{CellError, Cells, Header, InvalidRow, Row, Rows};
use dropspec_db::{Column, Entity, Generated, Table};

/// A file that is being read.
pub(super) struct Reading<R> {
    rows: Rows<Hashed<Box<dyn Read + Send>>>,
    row: Row,
    cells: Cells,
    header: ImportHeader,
    valid: u64,
    truncated: BTreeMap<&'static str, u64>,
    summary: Option<Summary>,
    /// The invalid rows of a file that may have none.
    invalid: Vec<InvalidRow>,
    entities: std::marker::PhantomData<fn() -> R>,
}

impl<R: Entity> Reading<R> {
    /// Reads the header.
    pub(super) fn begin(file: impl Read + Send + 'static, options: Options) -> Result<Self, ImportError> {
        let (table, by) = (R::TABLE, match_column(R::TABLE, &options)?);
        let (mut rows, mut row) = (Rows::new(Hashed::new(Box::new(file) as Box<dyn Read + Send>)), Row::default());
        if !rows.read(&mut row)? {
            return Err(Header::missing(table).into());
        }
        let cells = Header::read(table, &row)?;
        let rejected_rows = RejectedRows::new(options.invalid_rows, cells.clone(), &row);
        let header = ImportHeader {
            columns: changed_columns(table, &cells),
            has_key: cells.place(table.key[0]).is_some(),
            match_column: by,
            rejected_rows,
        };
        if let Some(by) = by {
            let (name, key) = (table.columns[by].csv.header, table.first_key().csv.header);
            if cells.place(by).is_none() {
                return Err(ImportError::KeyMissing(name));
            }
            if !table.is_key(by) && header.has_key {
                return Err(ImportError::TwoKeys { by: name, key });
            }
        }
        let cells = Cells::new::<R>(cells, by).map_err(ImportError::Validation)?;
        let summary = options.summarize.then(|| Summary::new(table));
        let (truncated, invalid) = (BTreeMap::new(), Vec::new());
        Ok(Self { rows, row, cells, header, valid: 0, truncated, summary, invalid, entities: std::marker::PhantomData })
    }

    /// Reads all rows and sends the valid ones. Returns the sender, unless the receiver is gone.
    pub(super) fn read_all<P: Batch<R>>(
        &mut self,
        mut messages: Option<mpsc::Sender<Message<P>>>,
    ) -> Result<Option<mpsc::Sender<Message<P>>>, ImportError> {
        let send = |messages: &mut Option<mpsc::Sender<Message<P>>>, message| {
            // The receiver is gone only when the database has failed, which it reports itself.
            *messages = messages.take().filter(|messages| messages.blocking_send(message).is_ok());
        };
        let is_checked_only = messages.is_none();
        send(&mut messages, Message::Header(self.header.clone()));
        let mut batch = P::new(&self.header);
        while self.rows.read(&mut self.row)? {
            if messages.is_none() && !is_checked_only && self.invalid.is_empty() {
                return Ok(None);
            }
            let Some(entity) = self.entity()? else {
                if !self.invalid.is_empty() {
                    // Nothing will be stored; the database need not wait for the other errors.
                    messages = None;
                }
                if self.invalid.len() >= MAX_ERRORS {
                    break;
                }
                continue;
            };
            if messages.is_some() {
                batch.push(self.row.line, entity)?;
                if batch.is_full() {
                    send(&mut messages, Message::Batch(std::mem::replace(&mut batch, P::new(&self.header))));
                }
            }
        }
        if !self.invalid.is_empty() {
            let has_more = self.invalid.len() >= MAX_ERRORS;
            return Err(ImportError::Rows(std::mem::take(&mut self.invalid), has_more));
        }
        send(&mut messages, Message::Batch(batch));
        Ok(messages)
    }

    /// Hashes the rest of the file.
    pub(super) fn finish(self) -> Result<(ImportHeader, ReadSummary, Option<Summary>), ImportError> {
        let Self { rows, header, valid, truncated, summary, .. } = self;
        let sha256 = rows.into_source().finish().map_err(ImportError::Read)?;
        Ok((header, ReadSummary { sha256, valid, truncated }, summary))
    }

    /// The entity of the row, unless it is invalid.
    fn entity(&mut self) -> Result<Option<R>, ImportError> {
        let invalid = match self.cells.entity::<R>(&self.row) {
            Ok(entity) => {
                self.valid += 1;
                self.cells.count_truncated(&self.row, &mut self.truncated);
                if let Some(summary) = &mut self.summary {
                    summary.add(&entity);
                }
                return Ok(Some(entity));
            }
            Err(CellError::Invalid(row)) => row,
            Err(CellError::Validation(error)) => return Err(ImportError::Validation(error)),
        };
        if self.header.rejected_rows.are_allowed() {
            self.header.rejected_rows.add(invalid, &self.row)?;
        } else {
            self.invalid.push(invalid);
        }
        Ok(None)
    }
}

/// Hashes the bytes that are read through it.
#[derive(Debug)]
pub(super) struct Hashed<S> {
    source: S,
    hash: Sha256,
}

impl<S: Read> Hashed<S> {
    fn new(source: S) -> Self {
        Self { source, hash: Sha256::new() }
    }

    /// Reads the rest, and returns the hash of all bytes.
    fn finish(mut self) -> io::Result<[u8; 32]> {
        io::copy(&mut self, &mut io::sink())?;
        Ok(self.hash.finalize().into())
    }
}

impl<S: Read> Read for Hashed<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.hash.update(&buffer[..count]);
        Ok(count)
    }
}

/// The columns that an import changes in existing rows: those of the file, except those that the server sets, and the times of the change and of
/// the deletion. A deleted row is restored.
fn changed_columns(table: &Table, header: &Header) -> Vec<usize> {
    let of_file = header.columns().filter(|index| !table.columns[*index].read_only);
    let columns = table.columns.iter().enumerate();
    let is_time = |column: &Column| matches!(column.generated, Some(Generated::UpdateTime | Generated::DeletionTime));
    let times = columns.filter(|(_, column)| is_time(column)).map(|(index, _)| index);
    of_file.chain(times).collect()
}

/// The column by which rows are matched, from its name as a property or in the header. A key of several columns is named by all of them,
/// separated by commas, and its first column stands for it; its rows are matched by nothing else.
fn match_column(table: &Table, options: &Options) -> Result<Option<usize>, ImportError> {
    let Some(name) = &options.key else { return Ok(None) };
    if table.has_composite_key() {
        let headers: Vec<&str> = table.key_columns().map(|column| column.csv.header).collect();
        let is_key = *name == table.key_name() || *name == headers.join(",");
        return if is_key { Ok(Some(table.key[0])) } else { Err(ImportError::NoKey(name.clone())) };
    }
    let found = table.columns.iter().position(|column| column.property == name || column.csv.header == name);
    found.map(Some).ok_or_else(|| ImportError::NoKey(name.clone()))
}
