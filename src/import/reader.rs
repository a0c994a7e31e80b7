//! From the bytes of a list to people.

use std::borrow::Cow;
use std::io::Read;

use csv::{Reader, ReaderBuilder, StringRecord};
use dropspec::schema::from_texts;
use dropspec::store::StoreError;
use dropspec::table::Record;
use dropspec::{Fault, Place};

use super::columns::{AGE, COLUMNS, is_shortened};
use super::lines::Lines;
use crate::api::types::{NewPerson, Person};

/// Why a list was not imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The list has no header.
    #[error("the file is empty: a header is expected, `{}`", header())]
    Empty,
    /// A column is missing.
    #[error("the column `{column}` is missing; the header must be `{}`, in any order", header())]
    MissingColumn {
        /// Its header.
        column: &'static str,
    },
    /// A column is not known.
    #[error("there is no column `{column}`; the header must be `{}`, in any order", header())]
    UnknownColumn {
        /// What the header has.
        column: String,
    },
    /// A column is there twice.
    #[error("the column `{0}` is there twice")]
    RepeatedColumn(&'static str),
    /// A cell is not what its property may be.
    #[error("line {line}, column `{column}`: {rule}")]
    Cell {
        /// The line in the file, counted from 1.
        line: u64,
        /// The header of the column.
        column: &'static str,
        /// What is wrong with the value.
        rule: String,
    },
    /// A row is not valid as a whole.
    #[error("line {line}: {rule}")]
    Row {
        /// The line in the file, counted from 1.
        line: u64,
        /// What is wrong.
        rule: String,
    },
    /// The file cannot be read.
    #[error("cannot read the file: {0}")]
    Io(#[from] std::io::Error),
    /// A schema of the service is broken.
    #[error("cannot validate: {0}")]
    Validation(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The people of a list, one after the other.
#[derive(Debug)]
pub struct People<R> {
    rows: Reader<Lines<R>>,
    record: StringRecord,
    /// Where the record begins.
    line: u64,
    /// Where in a row the cell of each of [`COLUMNS`] is.
    places: [usize; COLUMNS.len()],
    shortened_ages: u64,
}

impl<R: Read> People<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// When it is not there or does not have just the columns of a list.
    pub fn new(list: R) -> Result<Self, ImportError> {
        let mut rows = ReaderBuilder::new().buffer_capacity(64 * 1024).from_reader(Lines::new(list));
        let header = rows.headers().map_err(|error| row_error(1, error))?;
        if header.is_empty() {
            return Err(ImportError::Empty);
        }
        let places = places(header)?;
        let line = rows.get_mut().next_row();
        Ok(Self { rows, record: StringRecord::new(), line, places, shortened_ages: 0 })
    }

    /// How many ages so far had a fraction that was dropped.
    #[must_use]
    pub fn shortened_ages(&self) -> u64 {
        self.shortened_ages
    }

    fn person(&mut self) -> Result<Person, ImportError> {
        let raw = |index: usize| self.record.get(self.places[index]).unwrap_or_default();
        let cells: [Cow<'_, str>; COLUMNS.len()] = std::array::from_fn(|index| (COLUMNS[index].read)(raw(index)));
        let properties = || COLUMNS.iter().zip(&cells).map(|(column, cell)| (column.property, cell.as_ref()));
        match from_texts::<NewPerson, _>(properties()) {
            Ok(person) => {
                let age = COLUMNS.iter().position(|column| column.header == AGE).map(raw);
                self.shortened_ages += u64::from(age.is_some_and(is_shortened));
                Ok(Person::create(person))
            }
            Err(error) => {
                Err(violation(self.line, &Person::new_schema().read_object(properties()), &error.to_string()))
            }
        }
    }
}

impl<R: Read> Iterator for People<R> {
    type Item = Result<Person, ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let outcome = self.rows.read_record(&mut self.record);
        self.line = self.rows.get_mut().next_row();
        match outcome {
            Ok(true) => Some(self.person()),
            Ok(false) => None,
            Err(error) => Some(Err(row_error(self.line, error))),
        }
    }
}

fn header() -> String {
    COLUMNS.map(|column| column.header).join(",")
}

fn places(header: &StringRecord) -> Result<[usize; COLUMNS.len()], ImportError> {
    if let Some(unknown) = header.iter().find(|name| COLUMNS.iter().all(|column| column.header != *name)) {
        return Err(ImportError::UnknownColumn { column: unknown.to_owned() });
    }
    let mut places = [0; COLUMNS.len()];
    for (place, column) in places.iter_mut().zip(&COLUMNS) {
        let mut found = header.iter().enumerate().filter(|(_, name)| *name == column.header).map(|(index, _)| index);
        *place = found.next().ok_or(ImportError::MissingColumn { column: column.header })?;
        if found.next().is_some() {
            return Err(ImportError::RepeatedColumn(column.header));
        }
    }
    Ok(places)
}

/// Words the first violation of a row that the fast path has refused.
fn violation(line: u64, row: &serde_json::Value, fallback: &str) -> ImportError {
    let violations = match Person::new_schema().violations(row) {
        Ok(violations) => violations,
        Err(fault) => return ImportError::Validation(Fault::cause(&fault).to_string()),
    };
    let Some(violation) = violations.into_iter().next() else {
        return ImportError::Row { line, rule: fallback.to_owned() };
    };
    let property = match &violation.place {
        Place::Pointer(pointer) => pointer.trim_start_matches('/'),
        Place::Parameter(name) => name,
        Place::Cell { .. } => "",
    };
    match COLUMNS.iter().find(|column| column.property == property) {
        Some(column) => ImportError::Cell { line, column: column.header, rule: violation.detail },
        None => ImportError::Row { line, rule: violation.detail },
    }
}

fn row_error(line: u64, error: csv::Error) -> ImportError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => ImportError::Io(error),
        csv::ErrorKind::Utf8 { .. } => ImportError::Row { line, rule: "the file is not UTF-8".to_owned() },
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            ImportError::Row { line, rule: format!("the row has {len} cells, the header {expected_len}") }
        }
        other => ImportError::Row { line, rule: format!("not CSV: {other:?}") },
    }
}
