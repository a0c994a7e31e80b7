//! The page of a record.

use askama::Template;
use dropspec_db::{Entity, Table, Value, Versioned};
use dropspec_http::{Content, Error as HttpError};

use crate::display::display;
use crate::form::{EditedRecord, Form, FormContent};
use crate::href;
use crate::labels::{inline_label, label};
use crate::page::{Page, STYLE};
use crate::title::{title, title_column};

#[derive(Template)]
#[template(path = "record.html")]
struct RecordPage {
    title: String,
    style: &'static str,
    table: String,
    noun: String,
    list: String,
    heading: String,
    href: String,
    version: i64,
    values: Vec<(String, String)>,
    edit: Form,
    formats: Vec<(String, String)>,
}

/// The page of a record, with links to other formats, by their values of the parameter `format`.
///
/// # Errors
/// If a template fails, which is a bug.
pub fn record_page<R: Entity>(stored: &Versioned<R>, formats: &[&str]) -> Result<Content, HttpError> {
    let values: Vec<Value<'_>> = (0..R::TABLE.columns.len()).map(|column| stored.record.value(column)).collect();
    let page = page(R::TABLE, &values, stored.version, formats).map_err(|error| HttpError::Internal(error.into()))?;
    Ok(page.into())
}

/// The page of a record, by the values of its columns.
pub(crate) fn page(
    table: &'static Table,
    values: &[Value<'_>],
    version: i64,
    formats: &[&str],
) -> Result<Page, askama::Error> {
    let key = &values[table.key[0]];
    let heading = title(table, &values[title_column(table)], key);
    let href = href::record(key);
    let content = FormContent {
        text: |column: usize| table.columns[column].column_type.form_text(&values[column]),
        violations: &[],
    };
    let edited = EditedRecord { href: href.clone(), key: key.to_string(), version: version.to_string() };
    let labelled =
        table.columns.iter().zip(values).map(|(column, value)| (label(column.property), display(column, value)));
    Page::render(&RecordPage {
        title: format!("{heading} – {}", label(table.name)),
        style: STYLE,
        table: label(table.name),
        noun: inline_label(table.schema),
        list: href::list_from_record(table),
        version,
        values: labelled.collect(),
        edit: Form::edit(table, edited, &content),
        href,
        heading,
        formats: formats.iter().map(|format| (format.to_uppercase(), format!("?format={format}"))).collect(),
    })
}
