//! Nested collections: the rows that refer to a row of another table, such as `/authors/{authorId}/books`.

use http::Method;

use super::model::Table;
use super::usage::{Action, Usage, is_list, responds_with};
use crate::document::operation::Operation;
use crate::document::parameter::Location;
use crate::node::{Checked, collect};
use http::StatusCode;

/// Finds the operations on nested collections, and adds them to the operations of the tables whose rows they are about.
pub(super) fn add_nested_usages<'s>(tables: &mut [Table<'s>], operations: &[Operation<'s>]) -> Checked<()> {
    let found = collect(operations.iter().enumerate(), |(index, operation)| nested(tables, index, operation))?;
    for (table, usage) in found.into_iter().flatten() {
        tables[table].usages.push(usage);
    }
    Ok(())
}

/// The usage of an operation on a nested collection, with the index of its table.
fn nested<'s>(
    tables: &[Table<'s>],
    operation_index: usize,
    operation: &Operation<'s>,
) -> Checked<Option<(usize, Usage<'s>)>> {
    if operation.declared_action.is_some() {
        return Ok(None);
    }
    for (index, table) in tables.iter().enumerate() {
        let Some(action) = action(table.schema, operation) else { continue };
        let references = table.references.iter().enumerate();
        let under: Vec<usize> = references
            .filter(|(_, reference)| is_nested_in(operation.path, &tables[reference.table]))
            .map(|(place, _)| place)
            .collect();
        let reference = match under[..] {
            [] => continue,
            [one] => one,
            _ => by_parameter(table, &under, operation)?,
        };
        let usage = Usage { operation: operation_index, action, collection: table.path(), parent: Some(reference) };
        return Ok(Some((index, usage)));
    }
    Ok(None)
}

/// The action that the shape of an operation shows.
fn action(schema: &str, operation: &Operation<'_>) -> Option<Action> {
    match operation.method {
        Method::GET => is_list(operation, schema).then_some(Action::NestedList),
        Method::POST => responds_with(operation, StatusCode::CREATED, schema).then_some(Action::NestedCreate),
        _ => None,
    }
}

/// Whether a path is that of a collection below a row of a table: `/authors/{authorId}/books`.
fn is_nested_in(path: &str, parent: &Table<'_>) -> bool {
    let rest = Some(parent.path()).filter(|path| !path.is_empty()).and_then(|collection| path.strip_prefix(collection));
    let Some((key, segment)) = rest.and_then(|rest| rest.strip_prefix("/{")?.split_once("}/")) else { return false };
    !key.contains(['/', '{']) && !segment.contains(['/', '{'])
}

/// The reference that is named like the path parameter, if a table refers to the same table several times.
fn by_parameter(table: &Table<'_>, references: &[usize], operation: &Operation<'_>) -> Checked<usize> {
    let property = |place: &usize| table.columns[table.references[*place].column].property;
    let parameter = operation.parameters.iter().find(|parameter| parameter.location == Location::Path);
    let named = references.iter().find(|place| parameter.is_some_and(|parameter| parameter.name == property(place)));
    named.copied().ok_or_else(|| {
        let names: Vec<String> = references.iter().map(|place| format!("`{}`", property(place))).collect();
        operation
            .node
            .error(format!("name the path parameter like the property that it is about: {}", names.join(" or ")))
    })
}
