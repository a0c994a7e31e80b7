//! From the cells of a row to an entity, or to the errors in them.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use super::header::Header;
use super::rows::{Cell, Row};
use dropspec_db::{Column, Entity, Table, UnstorableValue, unstorable};
use dropspec_schema::ErrorSource;
use dropspec_schema::SchemaError;
use dropspec_schema::Written;

/// An invalid row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InvalidRow {
    /// The line in the file, counted from 1.
    pub line: u64,
    /// Its errors, at least one. Responses name them `faults`, as documents declare them.
    #[serde(rename = "faults")]
    pub errors: Vec<FieldError>,
}

/// An error in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The column, by its name in the header, unless it is the row as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<&'static str>,
    /// The message.
    pub detail: String,
}

/// Reads the cells of a CSV file.
#[derive(Debug)]
pub(crate) struct Cells {
    header: Header,
    /// Whether an empty cell is null; otherwise the property is absent.
    nulls: Vec<bool>,
    /// Whether the body of a request that creates a row can have a column.
    is_in_body: Vec<bool>,
    /// The columns of numbers that lose their fractions.
    truncated: Vec<usize>,
    /// The column by which rows are matched, which must not be null.
    match_column: Option<usize>,
}

/// Why a row has no entity.
#[derive(Debug)]
pub(crate) enum CellError {
    /// The row is invalid.
    Invalid(InvalidRow),
    /// A schema of the service is broken.
    Validation(SchemaError),
}

impl From<InvalidRow> for CellError {
    fn from(row: InvalidRow) -> Self {
        Self::Invalid(row)
    }
}

impl Cells {
    pub(crate) fn new<R: Entity>(header: Header, match_column: Option<usize>) -> Result<Self, SchemaError> {
        let table = R::TABLE;
        let truncated = (0..table.columns.len()).filter(|index| table.columns[*index].csv.truncate).collect();
        let is_in_body = |(index, column): (usize, &Column)| match table.is_key(index) {
            true => R::INSERT_HAS_KEY,
            false => !column.read_only,
        };
        let is_in_body = table.columns.iter().enumerate().map(is_in_body).collect();
        Ok(Self { header, nulls: nulls::<R>(table)?, is_in_body, truncated, match_column })
    }

    /// The entity of a row.
    pub(crate) fn entity<R: Entity>(&self, row: &Row) -> Result<R, CellError> {
        if row.len() != self.header.len() {
            let detail = format!("the row has {} cells, the header has {}", row.len(), self.header.len());
            return Err(bad(row, None, detail).into());
        }
        let mut is_utf_8 = true;
        let texts = self.texts(row).inspect(|(_, text)| is_utf_8 &= text.is_some());
        let new = R::new_from_texts(texts.filter_map(|(column, text)| Some((column.property, text?))));
        match new {
            _ if !is_utf_8 => Err(bad(row, None, "the file is not UTF-8".to_owned()).into()),
            Some(new) => {
                let record = self.with_key(R::create(new), row)?;
                match unstorable_row(row, &record).or_else(|| self.unmatched(row)) {
                    None => Ok(record),
                    Some(row) => Err(row.into()),
                }
            }
            None => Err(self.violations::<R>(row).map_or_else(CellError::Validation, CellError::Invalid)),
        }
    }

    /// The entity with the key of its row, if the file has keys that the body of a request cannot have.
    fn with_key<R: Entity>(&self, mut entity: R, row: &Row) -> Result<R, CellError> {
        // The body always has a key of several columns.
        let [index] = *R::TABLE.key else { return Ok(entity) };
        let key = &R::TABLE.columns[index];
        let Some(cell) = self.header.place(index).and_then(|place| row.cell(place)) else { return Ok(entity) };
        if cell.is_null {
            // PostgreSQL inserts all rows in one statement, with keys or without.
            let detail = "the key is missing; a file has the keys of all rows or of none".to_owned();
            return if key.is_identity() { Err(bad(row, Some(key.csv.header), detail).into()) } else { Ok(entity) };
        }
        if !R::INSERT_HAS_KEY {
            let Some(found) = R::key_from_text(cell.text) else {
                let detail = format!("'{}' is not a key of this table", cell.text);
                return Err(bad(row, Some(key.csv.header), detail).into());
            };
            entity.set_key(found);
        }
        Ok(entity)
    }

    /// Counts the numbers of a valid row that have lost a fraction.
    pub(crate) fn count_truncated(&self, row: &Row, counts: &mut BTreeMap<&'static str, u64>) {
        for index in &self.truncated {
            let cell = self.header.place(*index).and_then(|place| row.cell(place));
            if cell.is_some_and(|cell| is_shortened(&self.header.table().columns[*index], cell.text)) {
                *counts.entry(self.header.table().columns[*index].csv.header).or_default() += 1;
            }
        }
    }

    /// The cells in the order of the table's columns; `None` for those that are not UTF-8.
    fn texts<'r>(&self, row: &'r Row) -> impl Iterator<Item = (&'static Column, Option<Written<'r>>)> {
        let columns = self.header.table().columns.iter().enumerate();
        columns.filter(|(index, _)| self.is_in_body[*index]).filter_map(move |(index, column)| {
            let Some(cell) = row.cell(self.header.place(index)?) else { return Some((column, None)) };
            let may_be_null = column.nullable || self.header.table().key == [index];
            match cell.is_null && may_be_null {
                true if self.nulls[index] => Some((column, Some(Written::Nothing))),
                true => None,
                false => Some((column, Some(written(column, cell)))),
            }
        })
    }

    /// The error of a row that has no value to match it by.
    fn unmatched(&self, row: &Row) -> Option<InvalidRow> {
        let columns = self.header.table().columns;
        let cell = |index: usize| row.cell(self.header.place(index)?);
        let by = self.match_column.filter(|by| !self.header.table().is_key(*by))?;
        let is_null = cell(by).is_none_or(|cell| cell.is_null);
        is_null.then(|| {
            bad(row, Some(columns[by].csv.header), "rows are matched by this column; it must not be empty".to_owned())
        })
    }

    /// Every violation of a row that the fast validator has rejected.
    fn violations<R: Entity>(&self, row: &Row) -> Result<InvalidRow, SchemaError> {
        let columns = self.header.table().columns;
        let properties = || self.texts(row).filter_map(|(column, text)| Some((column, text?)));
        let mut errors: Vec<FieldError> = properties().filter_map(|(column, text)| not_json(column, text)).collect();
        let object = R::new_schema().read_object(properties().map(|(column, text)| (column.property, text)));
        for violation in R::new_schema().violations(&object)? {
            let column = columns.iter().find(|column| is_of(&violation.source, column));
            errors.push(FieldError { column: column.map(|column| column.csv.header), detail: violation.detail });
        }
        if errors.is_empty() {
            errors.push(FieldError { column: None, detail: "the row cannot be read".to_owned() });
        }
        Ok(InvalidRow { line: row.line, errors })
    }
}

/// The errors of a row with values that its schema allows, but that no database can hold.
fn unstorable_row<R: Entity>(row: &Row, record: &R) -> Option<InvalidRow> {
    let error = |value: UnstorableValue| FieldError {
        column: R::TABLE.columns.get(value.column).map(|column| column.csv.header),
        detail: value.reason.to_string(),
    };
    let errors: Vec<FieldError> = unstorable(record).into_values().into_iter().map(error).collect();
    (!errors.is_empty()).then_some(InvalidRow { line: row.line, errors })
}

/// Whether a violation is of the property of a column, or of something within it.
fn is_of(place: &ErrorSource, column: &Column) -> bool {
    match place {
        ErrorSource::Pointer(pointer) => {
            let rest = pointer.strip_prefix(&pointer_to(column));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
        ErrorSource::Parameter(_) | ErrorSource::Cell { .. } => false,
    }
}

/// The JSON Pointer to the property of a column (RFC 6901, section 3).
fn pointer_to(column: &Column) -> String {
    format!("/{}", column.property.replace('~', "~0").replace('/', "~1"))
}

fn not_json(column: &Column, text: Written<'_>) -> Option<FieldError> {
    let Written::Json(json) = text else { return None };
    let error = serde_json::from_str::<serde::de::IgnoredAny>(json).err()?;
    Some(FieldError { column: Some(column.csv.header), detail: format!("the cell is not JSON: {error}") })
}

fn bad(row: &Row, column: Option<&'static str>, detail: String) -> InvalidRow {
    InvalidRow { line: row.line, errors: vec![FieldError { column, detail }] }
}

/// Whether an empty cell of each column is null rather than absent.
fn nulls<R: Entity>(table: &'static Table) -> Result<Vec<bool>, SchemaError> {
    let null = |column: &Column| (column.property.to_owned(), Json::Null);
    let all_null = Json::Object(table.columns.iter().map(null).collect());
    let violations = R::new_schema().violations(&all_null)?;
    let takes_null =
        |column: &Column| column.nullable && !violations.iter().any(|violation| is_of(&violation.source, column));
    Ok(table.columns.iter().map(takes_null).collect())
}

/// A cell as its property is written.
fn written<'r>(column: &Column, cell: Cell<'r>) -> Written<'r> {
    column.column_type.read_csv(cell.text, &column.csv)
}

/// Whether a number has lost a fraction when it was read.
fn is_shortened(column: &Column, text: &str) -> bool {
    match column.column_type.read_csv(text, &column.csv) {
        Written::Plain(read) => {
            text[read.len().min(text.len())..].trim_start_matches('.').contains(|digit| digit != '0')
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use dropspec_db::Csv;
    use dropspec_db::column_type::Integer;

    use super::*;

    #[test]
    fn a_number_loses_its_fraction_only_when_it_is_one() {
        let csv = Csv { header: "n", words: ["false", "true"], truncate: true };
        let column = Column { csv, ..Column::new("n", &Integer) };
        for (text, number, shortened) in [
            ("22", "22", false),
            ("0.42", "0", true),
            ("28.5", "28", true),
            ("22.0", "22", false),
            ("-0.5", "-0.5", false),
            ("x.5", "x.5", false),
        ] {
            let Written::Plain(read) = column.column_type.read_csv(text, &column.csv) else { panic!("{text}") };
            assert_eq!((read, is_shortened(&column, text)), (number, shortened), "{text}");
        }
    }
}
