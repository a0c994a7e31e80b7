//! The titles of records.

use dropspec_db::{Kind, Table, Value};

use crate::labels::label;
use crate::text::form_text;

/// The column whose value is the title of a record: the first text, or else the key.
pub(crate) fn title_column(table: &Table) -> usize {
    let text =
        table.columns.iter().enumerate().position(|(index, column)| column.kind == Kind::Text && index != table.key);
    text.unwrap_or(table.key)
}

/// The title of a record: its text, or its key if that is empty.
pub(crate) fn title(table: &Table, value: &Value<'_>, key: &Value<'_>) -> String {
    let title = form_text(value);
    if title.trim().is_empty() { format!("{} {}", label(table.schema), form_text(key)) } else { title }
}
