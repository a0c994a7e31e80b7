//! Pages of HTML for a person with a browser: of a list, of a record, and of what went wrong.
//!
//! All that a page says comes from the [`Table`] and the values of its rows. It needs no script, loads nothing, and its
//! Content-Security-Policy holds it to that. Its links are relative, so that it works behind a prefix as well.

mod address;
mod control;
mod field;
mod form;
mod list;
mod order;
mod page;
mod problem;
mod record;
mod submit;
mod text;
mod words;

pub use list::rows;
pub use page::Page;
pub(crate) use problem::Told;
pub use problem::{Pages, Subject};
pub use record::record;
pub use submit::{Submission, Submitted, page_of, submit};

use super::description::{Kind, Table};
use super::value::Value;

/// The style sheet that stands in every page; the policy of the pages names its hash.
const STYLE: &str = include_str!("templates/style.css");

/// The column that names a record to a person: the first text, or else the key.
fn title_column(table: &Table) -> usize {
    let text =
        table.columns.iter().enumerate().position(|(index, column)| column.kind == Kind::Text && index != table.key);
    text.unwrap_or(table.key)
}

/// What a record is called: its text, or its key when there is none.
fn title(table: &Table, value: &Value<'_>, key: &Value<'_>) -> String {
    let title = text::written(value);
    if title.trim().is_empty() { format!("{} {}", words::readable(table.schema), text::written(key)) } else { title }
}

#[cfg(test)]
mod tests;
