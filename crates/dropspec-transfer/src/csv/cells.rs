//! From the cells of a row to a record, or to what is wrong with them.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use super::header::Header;
use super::rows::{Cell, Row};
use dropspec_db::{Column, Kind, Record, Table};
use dropspec_http::Fault as Failure;
use dropspec_schema::Place;
use dropspec_schema::Written;

/// A row that cannot be stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BadRow {
    /// The line in the file, counted from 1.
    pub line: u64,
    /// What is wrong with it; at least one thing.
    pub faults: Vec<Fault>,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The column, by its name in the header, unless it is the row as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<&'static str>,
    /// What is wrong.
    pub detail: String,
}

/// How the cells of a list are read.
#[derive(Debug)]
pub(crate) struct Cells {
    header: Header,
    /// Whether a cell without anything stands for null; otherwise the property is left out.
    nulls: Vec<bool>,
    /// Which columns are of numbers that lose their fractions.
    truncated: Vec<usize>,
    /// The column by which rows are found, which has to hold something.
    by: Option<usize>,
}

impl Cells {
    pub(crate) fn new<R: Record>(header: Header, by: Option<usize>) -> Result<Self, Failure> {
        let table = R::TABLE;
        let truncated = (0..table.columns.len()).filter(|index| table.columns[*index].csv.truncate).collect();
        Ok(Self { header, nulls: nulls::<R>(table)?, truncated, by })
    }

    /// The record that a row describes.
    pub(crate) fn record<R: Record>(&self, row: &Row) -> Result<R, Result<BadRow, Failure>> {
        if row.len() != self.header.len() {
            let detail = format!("the row has {} cells, the header {}", row.len(), self.header.len());
            return Err(Ok(bad(row, None, detail)));
        }
        let mut is_utf_8 = true;
        let texts = self.texts(row).inspect(|(_, text)| is_utf_8 &= text.is_some());
        let new = R::new_from_texts(texts.filter_map(|(column, text)| Some((column.property, text?))));
        match new {
            _ if !is_utf_8 => Err(Ok(bad(row, None, "the file is not UTF-8".to_owned()))),
            Some(new) => match self.unstorable(row) {
                None => Ok(R::create(new)),
                Some(bad) => Err(Ok(bad)),
            },
            None => Err(self.words::<R>(row)),
        }
    }

    /// Counts the numbers of a good row that have lost a fraction.
    pub(crate) fn count_truncated(&self, row: &Row, counts: &mut BTreeMap<&'static str, u64>) {
        for index in &self.truncated {
            let cell = self.header.place(*index).and_then(|place| row.cell(place));
            if cell.is_some_and(|cell| is_shortened(cell.text)) {
                *counts.entry(self.header.table().columns[*index].csv.header).or_default() += 1;
            }
        }
    }

    /// The cells in the order of the table's columns; `None` for those that are not UTF-8.
    fn texts<'r>(&self, row: &'r Row) -> impl Iterator<Item = (&'static Column, Option<Written<'r>>)> {
        let columns = self.header.table().columns.iter().enumerate();
        columns.filter_map(move |(index, column)| {
            let Some(cell) = row.cell(self.header.place(index)?) else { return Some((column, None)) };
            let may_be_nothing = column.nullable || index == self.header.table().key;
            match cell.is_nothing && may_be_nothing {
                true if self.nulls[index] => Some((column, Some(Written::Nothing))),
                true => None,
                false => Some((column, Some(written(column, cell)))),
            }
        })
    }

    /// What the schema allows, and no database keeps or no row can be found by.
    fn unstorable(&self, row: &Row) -> Option<BadRow> {
        let columns = self.header.table().columns;
        let cell = |index: usize| row.cell(self.header.place(index)?);
        if row.has(0) {
            let has_nul = |index: &usize| cell(*index).is_some_and(|cell| cell.text.contains('\0'));
            let column = (0..columns.len()).find(has_nul).map(|index| columns[index].csv.header);
            return column.map(|column| bad(row, Some(column), "a text cannot have the character NUL".to_owned()));
        }
        let by = self.by.filter(|by| *by != self.header.table().key)?;
        let is_nothing = cell(by).is_none_or(|cell| cell.is_nothing);
        is_nothing
            .then(|| bad(row, Some(columns[by].csv.header), "rows are found by it, and here is nothing".to_owned()))
    }

    /// Words every violation of a row that the fast path has refused.
    fn words<R: Record>(&self, row: &Row) -> Result<BadRow, Failure> {
        let columns = self.header.table().columns;
        let properties = || self.texts(row).filter_map(|(column, text)| Some((column, text?)));
        let mut faults: Vec<Fault> = properties().filter_map(|(column, text)| not_json(column, text)).collect();
        let object = R::new_schema().read_object(properties().map(|(column, text)| (column.property, text)));
        for violation in R::new_schema().violations(&object)? {
            let column = columns.iter().find(|column| is_of(&violation.place, column));
            faults.push(Fault { column: column.map(|column| column.csv.header), detail: violation.detail });
        }
        if faults.is_empty() {
            faults.push(Fault { column: None, detail: "the row cannot be read".to_owned() });
        }
        Ok(BadRow { line: row.line, faults })
    }
}

/// Whether a violation is of the property of a column, or of something within it.
fn is_of(place: &Place, column: &Column) -> bool {
    match place {
        Place::Pointer(pointer) => {
            let rest = pointer.strip_prefix(&pointer_to(column));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
        Place::Parameter(_) | Place::Cell { .. } => false,
    }
}

/// The JSON Pointer to the property of a column (RFC 6901, section 3).
fn pointer_to(column: &Column) -> String {
    format!("/{}", column.property.replace('~', "~0").replace('/', "~1"))
}

fn not_json(column: &Column, text: Written<'_>) -> Option<Fault> {
    let Written::Json(json) = text else { return None };
    let error = serde_json::from_str::<serde::de::IgnoredAny>(json).err()?;
    Some(Fault { column: Some(column.csv.header), detail: format!("the cell is not JSON: {error}") })
}

fn bad(row: &Row, column: Option<&'static str>, detail: String) -> BadRow {
    BadRow { line: row.line, faults: vec![Fault { column, detail }] }
}

/// Which columns take null for nothing, rather than that the property is left out.
fn nulls<R: Record>(table: &'static Table) -> Result<Vec<bool>, Failure> {
    let null = |column: &Column| (column.property.to_owned(), Json::Null);
    let nothing = Json::Object(table.columns.iter().map(null).collect());
    let refused = R::new_schema().violations(&nothing)?;
    let takes_null =
        |column: &Column| column.nullable && !refused.iter().any(|violation| is_of(&violation.place, column));
    Ok(table.columns.iter().map(takes_null).collect())
}

/// A cell as its property is written.
fn written<'r>(column: &Column, cell: Cell<'r>) -> Written<'r> {
    let text = cell.text;
    match column.kind {
        Kind::Boolean => match column.csv.words {
            [word, _] if word == text => Written::Plain("false"),
            [_, word] if word == text => Written::Plain("true"),
            // In the list they are no better than any other text.
            _ if text == "true" => Written::Json("\"true\""),
            _ if text == "false" => Written::Json("\"false\""),
            _ => Written::Plain(text),
        },
        Kind::Integer | Kind::Long if column.csv.truncate => Written::Plain(whole(text)),
        Kind::Json => Written::Json(text),
        _ => Written::Plain(text),
    }
}

/// A number without its fraction.
fn whole(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, fraction)) if is_digits(whole) && is_digits(fraction) => whole,
        _ => text,
    }
}

/// Whether a number has a fraction that is dropped.
fn is_shortened(text: &str) -> bool {
    let whole = whole(text);
    text[whole.len()..].trim_start_matches('.').contains(|digit| digit != '0')
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_loses_its_fraction_only_when_it_is_one() {
        for (text, number, shortened) in [
            ("22", "22", false),
            ("0.42", "0", true),
            ("28.5", "28", true),
            ("22.0", "22", false),
            ("-0.5", "-0.5", false),
            ("x.5", "x.5", false),
        ] {
            assert_eq!((whole(text), is_shortened(text)), (number, shortened), "{text}");
        }
    }
}
