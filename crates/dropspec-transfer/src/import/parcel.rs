//! What goes from the reader of a list to the database.

use std::collections::BTreeMap;

use super::rejects::Rejects;
use dropspec_db::{Kind, Record, Value, binary};

/// How many rows there are in a parcel of [`Records`].
const ROWS: usize = 500;

/// From how many bytes on a parcel of [`Binary`] is full.
const BYTES: usize = 128 * 1024;

/// What the reader of a list sends, in this order. Without the end nothing is kept.
#[derive(Debug)]
pub(super) enum Message<P> {
    /// What comes.
    Plan(Plan),
    /// Some rows.
    Parcel(P),
    /// That was all.
    End(Ending),
}

/// What a list has.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// Its columns, by their positions in the table.
    pub(super) columns: Vec<usize>,
    /// Whether it has keys.
    pub(super) has_key: bool,
    /// The column by which rows are found that are there already.
    pub(super) by: Option<usize>,
    /// What becomes of bad rows.
    pub(super) rejects: Rejects,
}

/// What is known when a list has been read to its end.
#[derive(Debug)]
pub(super) struct Ending {
    pub(super) sha256: [u8; 32],
    pub(super) good: u64,
    pub(super) truncated: BTreeMap<&'static str, u64>,
}

impl Plan {
    /// Whether a row may stand against another one, of the list or of the table.
    pub(super) fn may_collide(&self) -> bool {
        self.has_key || self.by.is_some()
    }
}

/// Rows on their way to a database.
pub(super) trait Parcel<R>: Send + 'static {
    /// None yet.
    fn new(plan: &Plan) -> Self;

    /// Adds a row of a line.
    fn put(&mut self, line: u64, record: R);

    /// Whether it should be sent.
    fn is_full(&self) -> bool;
}

/// Rows as PostgreSQL takes them: all columns of the table, and before them the line if rows may collide.
#[derive(Debug)]
pub(super) struct Binary {
    pub(super) bytes: Vec<u8>,
    has_lines: bool,
}

impl<R: Record> Parcel<R> for Binary {
    fn new(plan: &Plan) -> Self {
        Self { bytes: Vec::with_capacity(BYTES + 1024), has_lines: plan.may_collide() }
    }

    fn put(&mut self, line: u64, record: R) {
        let columns = R::TABLE.columns;
        binary::begin(columns.len() + usize::from(self.has_lines), &mut self.bytes);
        if self.has_lines {
            binary::write(Kind::Long, &Value::Integer(line.cast_signed()), &mut self.bytes);
        }
        for (index, column) in columns.iter().enumerate() {
            binary::write(column.kind, &record.value(index), &mut self.bytes);
        }
    }

    fn is_full(&self) -> bool {
        self.bytes.len() >= BYTES
    }
}

/// Rows as they are, with their lines.
#[derive(Debug)]
pub(super) struct Records<R> {
    pub(super) rows: Vec<(u64, R)>,
}

impl<R: Record> Parcel<R> for Records<R> {
    fn new(_: &Plan) -> Self {
        Self { rows: Vec::with_capacity(ROWS) }
    }

    fn put(&mut self, line: u64, record: R) {
        self.rows.push((line, record));
    }

    fn is_full(&self) -> bool {
        self.rows.len() >= ROWS
    }
}
