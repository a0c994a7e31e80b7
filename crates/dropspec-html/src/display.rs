//! Values as text for readers.

use dropspec_db::{Column, Value};

/// The text of a missing value.
const MISSING: &str = "—";

/// The value of a column as text for readers.
pub(crate) fn display(column: &Column, value: &Value<'_>) -> String {
    match value {
        Value::Null => MISSING.to_owned(),
        value => column.column_type.display(value),
    }
}
