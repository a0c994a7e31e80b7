//! The paths of the rows of a table whose key has several properties: `/orders/{orderId}/lines/{number}` or `/lines/{orderId}/{number}`.

use super::column::{Column, column_kind};
use super::usage::{
    Action, Usage, collection, declared_on_row, is_list, named, on_collection, on_row, on_table, responds_with,
};
use crate::document::operation::Operation;
use crate::document::parameter::Location;
use crate::document::path_template::{parameter_names, unnamed};
use crate::node::{Checked, collect};
use http::{Method, StatusCode};

/// The key of several properties of a table.
pub(super) struct CompositeKey<'k, 's> {
    /// The schema of the table.
    pub(super) schema: &'k str,
    /// The columns of the key.
    pub(super) columns: Vec<&'k Column<'s>>,
}

impl<'s> CompositeKey<'_, 's> {
    /// The operations on the table, which may be the only one of the document.
    pub(super) fn usages(&self, is_only: bool, operations: &[Operation<'s>]) -> Checked<Vec<Usage<'s>>> {
        let collection = operations.iter().find_map(|operation| collection(self.schema, operation));
        let rows = self.row_paths(collection, operations)?;
        let usages = operations.iter().enumerate().filter_map(|(index, operation)| {
            let action = self.action(operation, collection, &rows, is_only)?;
            Some(Usage { operation: index, action, collection: collection.unwrap_or_default(), parent: None })
        });
        let usages: Vec<Usage<'s>> = usages.collect();
        collect(&usages, |usage| match usage.action {
            Action::UpdateMany | Action::DeleteMany => Err(operations[usage.operation].node.error(format!(
                "changes and deletions by filter need a key of one property, and {} is identified by {}",
                self.schema,
                self.names()
            ))),
            _ => Ok(()),
        })?;
        Ok(usages)
    }

    fn action(
        &self,
        operation: &Operation<'s>,
        collection: Option<&str>,
        rows: &[&str],
        is_only: bool,
    ) -> Option<Action> {
        let is_row = rows.contains(&operation.path);
        let Some(name) = operation.declared_action else {
            return match is_row {
                true => on_row(self.schema, operation),
                false => (collection == Some(operation.path)).then(|| on_table(self.schema, operation)).flatten(),
            };
        };
        let is_below = |path: &str| operation.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        let is_beside = (is_only || collection.is_some_and(is_below)) && !operation.path.contains('{');
        match rows.iter().any(|row| is_below(row)) {
            true => declared_on_row(name, operation),
            false => on_collection(name, operation, collection == Some(operation.path))
                .or_else(|| named(name, operation, is_row, is_beside)),
        }
    }

    /// The paths of rows: below a collection of the table, or of an operation on one row whose parameters are named like the key.
    fn row_paths(&self, collection: Option<&str>, operations: &[Operation<'s>]) -> Checked<Vec<&'s str>> {
        let is_collection = |operation: &&Operation<'s>| match operation.method {
            Method::GET => is_list(operation, self.schema),
            Method::POST => responds_with(operation, StatusCode::CREATED, self.schema),
            _ => false,
        };
        let nested = operations.iter().filter(|operation| operation.declared_action.is_none()).filter(is_collection);
        let collections: Vec<&str> = nested.map(|operation| operation.path).chain(collection).collect();
        let found = collect(operations, |operation| {
            let path = operation.path;
            let Some(action) = on_row(self.schema, operation).filter(|_| path.ends_with('}')) else { return Ok(None) };
            let names = parameter_names(path, &operation.node)?;
            let is_below = collections.iter().any(|collection| is_of_parameters(path, collection));
            let is_named = names.iter().any(|name| self.columns.iter().any(|column| column.property == *name));
            match names.len() == self.columns.len() {
                true if is_below || (is_named && action != Action::Delete) => {
                    self.check_parameters(operation, &names)?;
                    Ok(Some(path))
                }
                false if is_below => Err(operation.node.error(format!(
                    "{} is identified by {}: the path of a row has a parameter for each of them",
                    self.schema,
                    self.names()
                ))),
                _ => Ok(None),
            }
        })?;
        let mut paths: Vec<&str> = Vec::new();
        for path in found.into_iter().flatten() {
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
        Ok(paths)
    }

    /// Rejects parameters whose values are not those of the properties.
    fn check_parameters(&self, operation: &Operation<'s>, names: &[&str]) -> Checked<()> {
        let properties: Vec<&str> = self.columns.iter().map(|column| column.property).collect();
        let parameters = key_parameters(&properties, names);
        collect(self.columns.iter().zip(parameters), |(column, name)| {
            let is_it = |location: Location, other: &str| location == Location::Path && other == name;
            let Some(parameter) = operation.parameters.iter().find(|it| is_it(it.location, it.name)) else {
                return Ok(());
            };
            let format =
                |node: &crate::node::Node<'s>| Ok::<_, crate::diagnostic::Diagnostics>(node.resolve()?.text("format")?);
            if column_kind(&parameter.schema)? == column.kind && format(&parameter.schema)? == format(&column.node)? {
                return Ok(());
            }
            let message =
                format!("this parameter has the values of `{}`: give it the same type and format", column.property);
            Err(parameter.node.error(message))
        })
        .map(drop)
    }

    fn names(&self) -> String {
        let names: Vec<String> = self.columns.iter().map(|column| format!("`{}`", column.property)).collect();
        names.join(" and ")
    }
}

/// The names of the path parameters of a row, in the order of the properties of the key: a parameter belongs to the property of the same name,
/// and the others follow the order of the rest.
pub(super) fn key_parameters<'s>(properties: &[&str], names: &[&'s str]) -> Vec<&'s str> {
    let mut others = names.iter().filter(|name| !properties.contains(name));
    let parameter = |property: &&str| names.iter().find(|name| *name == property).or_else(|| others.next());
    properties.iter().map(parameter).map(|name| name.copied().unwrap_or_default()).collect()
}

/// Whether a path is that of a collection and parameters: `/lines/{orderId}/{number}`. The names of the parameters may differ.
fn is_of_parameters(path: &str, collection: &str) -> bool {
    let (path, parameter) = (unnamed(path), unnamed("/{}"));
    let rest = path.strip_prefix(&unnamed(collection)).unwrap_or_default();
    !rest.is_empty() && rest.replace(&parameter, "").is_empty()
}

/// A path in its literals, each with the index of the key property whose value follows it.
pub(super) fn row_path(path: &str, properties: &[&str]) -> Vec<(String, usize)> {
    let pieces: Vec<(&str, &str)> = path.split('}').filter_map(|piece| piece.split_once('{')).collect();
    let names: Vec<&str> = pieces.iter().map(|(_, name)| *name).collect();
    let parameters = key_parameters(properties, &names);
    let index = |name: &str| parameters.iter().position(|parameter| *parameter == name).unwrap_or_default();
    pieces.into_iter().map(|(literal, name)| (literal.to_owned(), index(name))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_belong_to_properties_by_name_or_else_by_order() {
        let key = ["orderId", "number"];
        assert_eq!(key_parameters(&key, &["number", "orderId"]), ["orderId", "number"]);
        assert_eq!(key_parameters(&key, &["number", "order"]), ["order", "number"]);
        assert_eq!(key_parameters(&key, &["a", "b"]), ["a", "b"]);
    }

    #[test]
    fn a_path_is_of_literals_and_key_properties() {
        let path = row_path("/orders/{orderId}/lines/{number}", &["number", "orderId"]);
        assert_eq!(path, [("/orders/".to_owned(), 1), ("/lines/".to_owned(), 0)]);
    }

    #[test]
    fn a_row_is_below_its_collection() {
        assert!(is_of_parameters("/lines/{a}/{b}", "/lines"));
        assert!(is_of_parameters("/orders/{order}/lines/{b}", "/orders/{id}/lines"));
        assert!(!is_of_parameters("/lines", "/lines"));
        assert!(!is_of_parameters("/lines/{a}/x/{b}", "/lines"));
        assert!(!is_of_parameters("/lines/x{a}", "/lines"));
    }
}
