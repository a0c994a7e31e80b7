//! The forms that create and edit a record.

use askama::Template;
use dropspec_db::column_type::Uuid;
use dropspec_db::{Column, ColumnType, Table};
use dropspec_schema::{ErrorSource, Violation, child};

use crate::field::Field;

/// The object that holds the fields of the record in the form that edits one: `record[age]`.
const RECORD: &str = "record";

/// A form for a record.
#[derive(Debug, Template)]
#[template(path = "form.html")]
pub(crate) struct Form {
    /// The URL that it is sent to.
    action: String,
    hidden: Vec<(String, String)>,
    fields: Vec<Field>,
    button: &'static str,
    /// The errors that belong to none of its fields.
    errors: Vec<String>,
}

/// The content of a form.
#[derive(Debug)]
pub(crate) struct FormContent<'c, F> {
    /// The text of the control of a column, by the position of the column.
    pub(crate) text: F,
    pub(crate) violations: &'c [Violation],
}

/// What a form that edits a record is about.
#[derive(Debug)]
pub(crate) struct EditedRecord {
    /// The URL of the record.
    pub(crate) href: String,
    pub(crate) key: String,
    /// The version that the form replaces.
    pub(crate) version: String,
}

impl Form {
    /// The form that creates a record. It has no field for a key that the server generates.
    pub(crate) fn create<F: Fn(usize) -> String>(table: &Table, action: String, content: &FormContent<'_, F>) -> Self {
        let uuid: &dyn ColumnType = &Uuid;
        let is_made = |column: &Column| column.column_type == uuid || column.is_identity();
        let has_field = |index: usize| {
            let column = &table.columns[index];
            !column.read_only && (!table.is_key(index) || !is_made(column))
        };
        let (fields, errors) = fields(table, has_field, None, content);
        Self { action, hidden: Vec::new(), fields, button: "Create", errors }
    }

    /// The form that edits a record.
    pub(crate) fn edit<F: Fn(usize) -> String>(
        table: &Table,
        record: EditedRecord,
        content: &FormContent<'_, F>,
    ) -> Self {
        let mut hidden = vec![("action".to_owned(), "save".to_owned()), ("version".to_owned(), record.version)];
        if !table.first_key().read_only {
            hidden.push((field_name(Some(RECORD), table.first_key()), record.key));
        }
        let has_field = |index: usize| !table.is_key(index) && !table.columns[index].read_only;
        let (fields, errors) = fields(table, has_field, Some(RECORD), content);
        Self { action: record.href, hidden, fields, button: "Save", errors }
    }

    fn has_errors(&self) -> bool {
        !self.errors.is_empty() || self.fields.iter().any(|field| !field.errors.is_empty())
    }
}

/// The fields of a form, each with its errors, and the errors that belong to none of them.
fn fields<F: Fn(usize) -> String>(
    table: &Table,
    has_field: impl Fn(usize) -> bool,
    parent: Option<&str>,
    content: &FormContent<'_, F>,
) -> (Vec<Field>, Vec<String>) {
    let base = parent.map_or_else(String::new, |parent| child("", parent));
    let mut rest: Vec<&Violation> = content.violations.iter().collect();
    let columns = table.columns.iter().enumerate().filter(|(index, _)| has_field(*index));
    let fields = columns.map(|(index, column)| {
        let pointer = child(&base, column.property);
        let errors = rest.extract_if(.., |violation| is_within(violation, &pointer));
        let errors = errors.map(|violation| field_error(&violation.detail, column.property)).collect();
        Field::of_column(column, field_name(parent, column), (content.text)(index), errors)
    });
    let fields = fields.collect();
    (fields, rest.iter().map(|violation| violation.detail.clone()).collect())
}

/// The initial text of a column in the form that creates a record.
pub(crate) fn default_text(column: &Column) -> String {
    let Some(json) = column.initial else { return String::new() };
    match serde_json::from_str(json) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(serde_json::Value::Null) => String::new(),
        Ok(value) => column.column_type.json_form_text(&value),
        Err(_) => json.to_owned(),
    }
}

/// The text of a column in the sent form that creates a record.
pub(crate) fn sent_text(sent: &[(String, String)], column: &Column) -> String {
    text_of(sent, &field_name(None, column))
}

/// The text of a column in the sent form that edits a record.
pub(crate) fn sent_record_text(sent: &[(String, String)], column: &Column) -> String {
    text_of(sent, &field_name(Some(RECORD), column))
}

/// The text of a field; of duplicate fields, the last.
fn text_of(sent: &[(String, String)], name: &str) -> String {
    sent.iter().rfind(|(other, _)| other == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

fn field_name(parent: Option<&str>, column: &Column) -> String {
    parent.map_or_else(|| column.property.to_owned(), |parent| format!("{parent}[{}]", column.property))
}

/// Whether a violation is of the value at a pointer, or within it.
fn is_within(violation: &Violation, pointer: &str) -> bool {
    let ErrorSource::Pointer(place) = &violation.source else { return false };
    place.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The error of a field: the detail of a violation without the name of the property, which the label of the field shows.
fn field_error(detail: &str, property: &str) -> String {
    let place = detail.rsplit_once(" - '").filter(|(_, place)| {
        let place = place.trim_end_matches('\'');
        place == RECORD || place == property || place.strip_prefix("record.").is_some_and(|place| place == property)
    });
    let error = place.map_or(detail, |(error, _)| error);
    // An empty field violates its schema in many ways; to the user, it is simply missing.
    let is_empty = error.starts_with("'' ") || error == format!("'{property}' is a required property");
    if is_empty { "This field is required".to_owned() } else { error.to_owned() }
}

#[cfg(test)]
mod tests {
    use dropspec_db::column_type::JsonType;

    use super::*;

    #[test]
    fn a_default_is_the_text_of_its_json() {
        let text = |initial| default_text(&Column { initial, ..Column::new("any", &JsonType) });
        assert_eq!(text(Some("\"a\"")), "a");
        assert_eq!(text(Some("12")), "12");
        assert_eq!(text(Some("null")), "");
        assert_eq!(text(None), "");
    }
}
