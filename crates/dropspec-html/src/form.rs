//! The forms that make and change a record.

use askama::Template;

use super::super::description::{Column, Kind, Table};
use super::field::Field;
use super::text;
use crate::problem::{Place, Violation};

/// What names the fields of a record in the form that changes one: `record[age]`.
const RECORD: &str = "record";

/// A form for a record.
#[derive(Debug, Template)]
#[template(path = "form.html")]
pub(super) struct Form {
    /// Where it is sent.
    pub(super) action: String,
    pub(super) hidden: Vec<(String, String)>,
    pub(super) fields: Vec<Field>,
    pub(super) button: &'static str,
    /// What is wrong with no field of it.
    pub(super) errors: Vec<String>,
}

/// What a form holds, and what is wrong with it.
#[derive(Debug)]
pub(super) struct Contents<'c, F> {
    /// The text of the control of a column, by the column's position.
    pub(super) text: F,
    pub(super) violations: &'c [Violation],
}

impl Form {
    /// The form that makes a record. A key that the server makes is not asked for.
    pub(super) fn of_new<F: Fn(usize) -> String>(table: &Table, action: String, contents: &Contents<'_, F>) -> Self {
        let asked = |index: usize| index != table.key || table.key().kind != Kind::Uuid;
        Self::new(table, asked, None, contents).sent(action, Vec::new(), "Create")
    }

    /// The form that changes the record of a key, as its `version` is.
    pub(super) fn of_record<F: Fn(usize) -> String>(
        table: &Table,
        action: String,
        key: String,
        version: String,
        contents: &Contents<'_, F>,
    ) -> Self {
        let hidden = vec![
            ("action".to_owned(), "save".to_owned()),
            ("version".to_owned(), version),
            (field_name(Some(RECORD), table.key()), key),
        ];
        let asked = |index: usize| index != table.key;
        Self::new(table, asked, Some(RECORD), contents).sent(action, hidden, "Save")
    }

    fn new<F: Fn(usize) -> String>(
        table: &Table,
        asked: impl Fn(usize) -> bool,
        within: Option<&str>,
        contents: &Contents<'_, F>,
    ) -> Self {
        let mut rest: Vec<&Violation> = contents.violations.iter().collect();
        let columns = table.columns.iter().enumerate().filter(|(index, _)| asked(*index));
        let fields = columns.map(|(index, column)| {
            let pointer = match within {
                Some(within) => format!("/{within}/{}", escaped(column.property)),
                None => format!("/{}", escaped(column.property)),
            };
            let (own, others) = rest.iter().partition(|violation| is_at(violation, &pointer));
            rest = others;
            let own: Vec<&Violation> = own;
            let errors = own.iter().map(|violation| without_place(&violation.detail, column.property)).collect();
            Field::of_column(column, field_name(within, column), (contents.text)(index), !column.nullable, errors)
        });
        let fields: Vec<Field> = fields.collect();
        let errors = rest.iter().map(|violation| violation.detail.clone()).collect();
        Self { action: String::new(), hidden: Vec::new(), fields, button: "", errors }
    }

    fn sent(self, action: String, hidden: Vec<(String, String)>, button: &'static str) -> Self {
        Self { action, hidden, button, ..self }
    }

    /// Whether something is wrong.
    fn is_refused(&self) -> bool {
        !self.errors.is_empty() || self.fields.iter().any(|field| !field.errors.is_empty())
    }
}

/// The text that the form for a new record has for a column at first.
pub(super) fn default_text(column: &Column) -> String {
    column.initial.map(text::of_json).unwrap_or_default()
}

/// The text of a column in what was sent. Of fields that are there twice, the last.
pub(super) fn sent_text(pairs: &[(String, String)], within: Option<&str>, column: &Column) -> String {
    let name = field_name(within, column);
    pairs.iter().rfind(|(key, _)| *key == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

/// The text of a column in what the form for a record has sent.
pub(super) fn sent_record_text(pairs: &[(String, String)], column: &Column) -> String {
    sent_text(pairs, Some(RECORD), column)
}

fn field_name(within: Option<&str>, column: &Column) -> String {
    within.map_or_else(|| column.property.to_owned(), |within| format!("{within}[{}]", column.property))
}

/// Whether a violation is of the value at a pointer, or of something within it.
fn is_at(violation: &Violation, pointer: &str) -> bool {
    let Place::Pointer(place) = &violation.place else { return false };
    place.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The words of a violation, which stand beside the field that they name.
fn without_place(detail: &str, property: &str) -> String {
    let place = detail.rsplit_once(" - '").filter(|(_, place)| {
        let place = place.trim_end_matches('\'');
        place == RECORD || place == property || place.strip_prefix("record.").is_some_and(|place| place == property)
    });
    let words = place.map_or(detail, |(words, _)| words);
    // Nobody has to know what an empty field is not.
    let is_empty = words.starts_with("'' ") || words == format!("'{property}' is a required property");
    if is_empty { "This is required".to_owned() } else { words.to_owned() }
}

/// A name as a JSON Pointer has it (RFC 6901, section 3).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
