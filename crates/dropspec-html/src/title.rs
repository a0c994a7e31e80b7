//! The titles of records.

use dropspec_db::{Table, Value};

use crate::labels::label;

/// The column whose value is the title of a record: the first text, or else the key.
pub(crate) fn title_column(table: &Table) -> usize {
    let mut columns = table.columns.iter().enumerate();
    let text = columns.find(|(index, column)| column.column_type.is_text() && !table.is_key(*index));
    text.map_or(table.key[0], |(index, _)| index)
}

/// The title of a record: its text, or its key if that is empty.
pub(crate) fn title(table: &Table, value: &Value<'_>, key: &Value<'_>) -> String {
    let title = value.to_string();
    if title.trim().is_empty() { format!("{} {key}", label(table.schema)) } else { title }
}
