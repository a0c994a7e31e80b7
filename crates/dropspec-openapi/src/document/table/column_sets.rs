//! Sets of columns: the unique constraints and indexes of a table, and those that are searched for words.

use super::column::{Column, ColumnKind};
use crate::node::{Checked, Node, collect};

/// Reads lists of properties, such as `unique: [[isbn], [title, authorId]]`, as the indexes of their columns.
pub(super) fn read_column_sets(mark: &Node<'_>, keyword: &str, columns: &[Column<'_>]) -> Checked<Vec<Vec<usize>>> {
    let nodes = mark.items_of(keyword)?;
    let sets = collect(&nodes, |node| read_set(node, columns))?;
    collect(sets.iter().enumerate(), |(index, set)| match sets[..index].contains(set) {
        true => Err(nodes[index].error(format!("`{keyword}` lists these properties twice"))),
        false => Ok(()),
    })?;
    Ok(sets)
}

/// Reads the properties that full-text searches find words in: `search: [title, summary]`.
pub(super) fn read_searched(mark: &Node<'_>, columns: &[Column<'_>]) -> Checked<Vec<usize>> {
    let Some(node) = mark.get("search") else { return Ok(Vec::new()) };
    let found = read_set(&node, columns)?;
    let properties = node.items()?;
    collect(found.iter().zip(&properties), |(column, property)| {
        let Column { property: name, kind, .. } = &columns[*column];
        match kind {
            ColumnKind::Text | ColumnKind::Enum(_) => Ok(()),
            kind => Err(property.error(format!("words are found in strings, and `{name}` is {}", kind.word()))),
        }
    })?;
    Ok(found)
}

fn read_set(node: &Node<'_>, columns: &[Column<'_>]) -> Checked<Vec<usize>> {
    if !node.value().is_array() {
        return Err(node.error("each entry must be a list of properties, such as `[title, authorId]`"));
    }
    let properties = node.items()?;
    if properties.is_empty() {
        return Err(node.error("the list of properties is empty"));
    }
    let mut found = Vec::new();
    collect(&properties, |property| {
        let name = property.value().as_str().unwrap_or_default();
        match columns.iter().position(|column| column.property == name) {
            None => Err(property.error(format!("no column stores a property `{name}`"))),
            Some(column) if columns[column].kind == ColumnKind::Json => {
                Err(property.error(format!("`{name}` is JSON, which has no index")))
            }
            Some(column) if matches!(columns[column].kind, ColumnKind::Geography(_)) => {
                Err(property.error(format!("`{name}` is a point, which has a spatial index of its own in any case")))
            }
            Some(column) if found.contains(&column) => Err(property.error(format!("`{name}` is listed twice"))),
            Some(column) => {
                found.push(column);
                Ok(())
            }
        }
    })?;
    Ok(found)
}
