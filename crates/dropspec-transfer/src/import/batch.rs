//! Messages from the reader of a file to the database.

use std::collections::BTreeMap;

use diesel::QueryResult;
use dropspec_db::column_type::Long;
use dropspec_db::{Column, Entity, Table, Value, copy_format};

use super::rejected::RejectedRows;
use super::row_lines::RowLines;

/// The number of rows in a batch of [`Entities`].
const ROWS: usize = 500;

/// The number of bytes from which on a batch of [`Binary`] is full.
const BYTES: usize = 128 * 1024;

/// A message of the reader. They come in this order; without the end nothing is stored.
#[derive(Debug)]
pub(super) enum Message<P> {
    /// The header of the file.
    Header(ImportHeader),
    /// Some rows.
    Batch(P),
    /// The end of the file.
    End(ReadSummary),
}

/// What is known of a file once its header is read.
#[derive(Clone, Debug)]
pub(super) struct ImportHeader {
    /// The columns of the file, by their positions in the table.
    pub(super) columns: Vec<usize>,
    /// Whether one of them is the key.
    pub(super) has_key: bool,
    /// The column by which existing rows are matched.
    pub(super) match_column: Option<usize>,
    /// The rejected rows.
    pub(super) rejected_rows: RejectedRows,
}

/// What is known of a file once it is read to its end.
#[derive(Debug)]
pub(super) struct ReadSummary {
    pub(super) sha256: [u8; 32],
    pub(super) valid: u64,
    pub(super) truncated: BTreeMap<&'static str, u64>,
}

impl ImportHeader {
    /// Whether rows of PostgreSQL are staged: they may conflict with others of the file or of the table.
    pub(super) fn is_staged(&self, table: &Table) -> bool {
        self.has_key || self.match_column.is_some() || table.relations.are_constraints()
    }
}

/// Rows on their way to a database.
pub(super) trait Batch<R>: Send + 'static {
    /// An empty batch.
    fn new(header: &ImportHeader) -> Self;

    /// Adds the row of a line.
    ///
    /// # Errors
    /// When a value is not of the type of its column.
    fn push(&mut self, line: u64, record: R) -> QueryResult<()>;

    /// Whether it is large enough to be sent.
    fn is_full(&self) -> bool;
}

/// Rows in the format of COPY: all columns of the table, after the line if they are staged.
#[derive(Debug)]
pub(super) struct Binary {
    pub(super) bytes: Vec<u8>,
    pub(super) lines: RowLines,
    has_lines: bool,
    /// Whether a key that the database makes is left out.
    lacks_identity: bool,
}

impl<R: Entity> Batch<R> for Binary {
    fn new(header: &ImportHeader) -> Self {
        let has_lines = header.is_staged(R::TABLE);
        Self {
            bytes: Vec::with_capacity(BYTES + 1024),
            lines: RowLines::default(),
            has_lines,
            lacks_identity: !has_lines && R::TABLE.has_identity(),
        }
    }

    fn push(&mut self, line: u64, record: R) -> QueryResult<()> {
        let columns = R::TABLE.columns;
        let count = columns.len() + usize::from(self.has_lines) - usize::from(self.lacks_identity);
        copy_format::begin(count, &mut self.bytes);
        if self.has_lines {
            copy_format::write(&Long, &Value::Integer(line.cast_signed()), &mut self.bytes)?;
        } else {
            self.lines.push(line);
        }
        let is_copied = |column: &Column| !(self.lacks_identity && column.is_identity());
        for (index, column) in columns.iter().enumerate().filter(|(_, column)| is_copied(column)) {
            copy_format::write(column.column_type, &record.value(index), &mut self.bytes)?;
        }
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.bytes.len() >= BYTES
    }
}

/// Entities with their lines.
#[derive(Debug)]
pub(super) struct Entities<R> {
    pub(super) rows: Vec<(u64, R)>,
}

impl<R: Entity> Batch<R> for Entities<R> {
    fn new(_: &ImportHeader) -> Self {
        Self { rows: Vec::with_capacity(ROWS) }
    }

    fn push(&mut self, line: u64, record: R) -> QueryResult<()> {
        self.rows.push((line, record));
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.rows.len() >= ROWS
    }
}
