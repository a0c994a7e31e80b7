//! Where the values of columns come from: clients, or the server for `readOnly` properties.

use super::column::{Column, ColumnKind};
use super::value_source::ValueSource;
use crate::grammar::extensions::SET;
use crate::node::Checked;

/// The names of timestamps that are set by each change rather than by the creation.
const UPDATE_NAMES: &[&str] = &["updatedAt", "updated_at", "modifiedAt", "modified_at"];

/// The source of the column that has the time at which a row was deleted.
pub(super) fn deletion(column: &Column<'_>) -> Checked<ValueSource> {
    if let Some(set) = column.node.get(SET) {
        return Err(set.error(format!("`{SET}` has no effect on the time of the deletion; remove it")));
    }
    let fits = column.kind == ColumnKind::Timestamp && column.nullable && column.node.is_read_only()?;
    if fits {
        return Ok(ValueSource::Deletion);
    }
    Err(column
        .node
        .error("the time of the deletion must be a date-time that is `readOnly`, and nullable or not required"))
}

/// The source of a column.
pub(super) fn source(column: &Column<'_>, is_key: bool) -> Checked<ValueSource> {
    let target = column.node.resolve()?;
    let set = column.node.get(SET).or_else(|| target.get(SET));
    if !column.node.is_read_only()? {
        return match set {
            Some(set) => Err(set.error(format!("`{SET}` is only allowed for `readOnly` properties"))),
            None => Ok(ValueSource::Client),
        };
    }
    if is_key {
        return match (set, &column.kind) {
            (Some(set), _) => Err(set.error(format!("`{SET}` has no effect on a key; remove it"))),
            (None, ColumnKind::Uuid | ColumnKind::Integer | ColumnKind::Long) => Ok(ValueSource::Key),
            (None, _) => Err(column.node.error("a key that the server makes is a uuid or an integer")),
        };
    }
    let found = match set.as_ref().map(|set| set.value().as_str()) {
        None if column.kind != ColumnKind::Timestamp => ValueSource::Service,
        None if UPDATE_NAMES.contains(&column.property) => ValueSource::Update,
        None | Some(Some("create")) => ValueSource::Creation,
        Some(Some("update")) => ValueSource::Update,
        Some(Some("caller")) => ValueSource::Caller,
        Some(Some("never")) => ValueSource::Service,
        Some(_) => ValueSource::Client,
    };
    let expected = match found {
        ValueSource::Creation | ValueSource::Update => ColumnKind::Timestamp,
        ValueSource::Caller => ColumnKind::Text,
        _ => column.kind.clone(),
    };
    match set {
        Some(set) if found == ValueSource::Client => {
            Err(set.error(format!("`{SET}` must be create, update, caller or never")))
        }
        Some(set) if column.kind != expected => {
            Err(set.error(format!("only {} can be set so, not {}", expected.word(), column.kind.word())))
        }
        _ => Ok(found),
    }
}
