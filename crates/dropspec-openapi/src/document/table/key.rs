//! The key of a table: the property, or the properties, that identify a row.

use super::column::{Column, ColumnKind};
use crate::document::schema::{admits_null, is_required};
use crate::node::{Checked, Node, collect};

/// The maximum number of properties of a key. Their texts share the room of an entry of its index.
const MAX_PROPERTIES: usize = 8;

/// Reads the key, as the indexes of its columns in their order.
pub(super) fn read_key(
    schema: &Node<'_>,
    name: &str,
    mark: &Node<'_>,
    columns: &mut [Column<'_>],
) -> Checked<Vec<usize>> {
    let node = mark.require("key")?;
    if !node.value().is_array() {
        mark.required_text("key")?;
        let key = position(name, &node, columns)?;
        check_single(&mut columns[key])?;
        return Ok(vec![key]);
    }
    let properties = node.items()?;
    if properties.is_empty() {
        return Err(node.error("the list of properties is empty"));
    }
    if properties.len() > MAX_PROPERTIES {
        return Err(node.error(format!("a key has at most {MAX_PROPERTIES} properties")));
    }
    let key = collect(&properties, |property| position(name, property, columns))?;
    collect(key.iter().enumerate(), |(index, column)| match key[..index].contains(column) {
        true => Err(properties[index].error(format!("`{}` is listed twice", columns[*column].property))),
        false => Ok(()),
    })?;
    match key[..] {
        [one] => check_single(&mut columns[one])?,
        _ => collect(&key, |column| check_part(schema, &columns[*column])).map(drop)?,
    }
    Ok(key)
}

/// The index of the column that stores a property.
fn position(schema: &str, property: &Node<'_>, columns: &[Column<'_>]) -> Checked<usize> {
    let Some(name) = property.value().as_str() else {
        return Err(property.error("the name of a property is expected here"));
    };
    let found = columns.iter().position(|column| column.property == name);
    found.ok_or_else(|| property.error(format!("{schema} has no property `{name}`")))
}

/// Checks the only property of a key, which the server may make.
fn check_single(column: &mut Column<'_>) -> Checked<()> {
    if column.node.is_read_only()? && !admits_null(&column.node.resolve()?)? {
        // Every row has a key that the server makes, whether the schema requires it or not.
        column.nullable = false;
    }
    if column.nullable || !is_key_kind(&column.kind) {
        return Err(column.node.error("a key must be required, and a string, a uuid or an integer"));
    }
    Ok(())
}

/// Checks one of several properties of a key, all of which clients set.
fn check_part(schema: &Node<'_>, column: &Column<'_>) -> Checked<()> {
    if column.node.is_read_only()? {
        return Err(column.node.error("clients set all properties of a key of several: this one cannot be `readOnly`"));
    }
    if column.nullable || !is_required(schema, column.property)? || !is_key_kind(&column.kind) {
        return Err(column.node.error("each property of a key must be required, and a string, a uuid or an integer"));
    }
    Ok(())
}

fn is_key_kind(kind: &ColumnKind) -> bool {
    matches!(kind, ColumnKind::Uuid | ColumnKind::Text | ColumnKind::Integer | ColumnKind::Long)
}
