//! The page of a record, and the one that shows a conflict over it.

use askama::Template;

use super::super::description::Table;
use super::super::record::{Record, Stored};
use super::super::value::Value;
use super::address;
use super::control;
use super::form::{Contents, Form};
use super::page::Page;
use super::text::shown;
use super::words::{inside, readable};
use super::{STYLE, title, title_column};
use crate::content::Content;
use crate::fault::Fault;

#[derive(Template)]
#[template(path = "record.html")]
struct RecordPage {
    title: String,
    style: &'static str,
    table: String,
    one: String,
    list: String,
    heading: String,
    here: String,
    version: i64,
    values: Vec<(String, String)>,
    edit: Form,
    formats: Vec<(String, String)>,
}

/// The page of a record, which can be answered in other formats as well, by the names that the parameter `format` has for them.
///
/// # Errors
/// None that is foreseen.
pub fn record<R: Record>(stored: &Stored<R>, formats: &[&str]) -> Result<Content, Fault> {
    let values: Vec<Value<'_>> = (0..R::TABLE.columns.len()).map(|column| stored.record.value(column)).collect();
    Ok(page(R::TABLE, &values, stored.version, formats)?.into())
}

/// The page of a record, by the values of its columns.
///
/// # Errors
/// None that is foreseen.
pub(super) fn page(table: &'static Table, values: &[Value<'_>], version: i64, formats: &[&str]) -> Result<Page, Fault> {
    let key = &values[table.key];
    let heading = title(table, &values[title_column(table)], key);
    let here = address::record(key);
    let contents = Contents { text: |column: usize| control::text(&values[column]), violations: &[] };
    let labelled = table.columns.iter().zip(values).map(|(column, value)| (readable(column.property), shown(value)));
    Page::render(&RecordPage {
        title: format!("{heading} – {}", readable(table.name)),
        style: STYLE,
        table: readable(table.name),
        one: inside(table.schema),
        list: address::list_of_record(table),
        version,
        values: labelled.collect(),
        edit: Form::of_record(table, here.clone(), control::text(key), version.to_string(), &contents),
        here,
        heading,
        formats: formats.iter().map(|name| (name.to_uppercase(), format!("?format={name}"))).collect(),
    })
}
