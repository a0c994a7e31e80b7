//! Tables of the checked model.

use super::column::{Column, ColumnKind};
use super::reference::{Embedding, Reference};
use super::row_path::key_parameters;
use super::usage::{Action, Usage};
use crate::document::operation::Operation;
use crate::document::path_template::parameter_names;
use crate::document::schema::{is_required, reference_name};
use crate::node::Node;

/// A schema whose values are rows of a table.
#[derive(Debug)]
pub struct Table<'s> {
    /// The schema.
    pub node: Node<'s>,
    /// The name of the schema.
    pub schema: &'s str,
    /// The name of the table.
    pub name: &'s str,
    /// The columns, in the order of the properties.
    pub columns: Vec<Column<'s>>,
    /// The indexes of the key columns, in the order of the key.
    pub key: Vec<usize>,
    /// The path of a row: its literals, each with the index of the key property whose value follows it. Empty if rows have no path.
    pub row_path: Vec<(String, usize)>,
    /// The index of the column that has the time at which a row was deleted, if rows are deleted softly.
    pub soft_delete: Option<usize>,
    /// The columns that refer to tables.
    pub references: Vec<Reference<'s>>,
    /// The properties that embed rows of other tables.
    pub embeddings: Vec<Embedding<'s>>,
    /// The sets of columns whose values are unique, by the indexes of the columns.
    pub unique: Vec<Vec<usize>>,
    /// The sets of columns that have an index, by the indexes of the columns.
    pub indexes: Vec<Vec<usize>>,
    /// The columns in whose texts the parameter `q` of the list finds words, by the indexes of the columns.
    pub search: Vec<usize>,
    /// The operations on the table.
    pub usages: Vec<Usage<'s>>,
}

/// The scope of an operation on a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableScope {
    /// The collection of all rows.
    Collection,
    /// A single row.
    Row,
}

impl<'s> Table<'s> {
    /// The key columns, in the order of the key.
    pub fn key_columns(&self) -> impl Iterator<Item = &Column<'s>> {
        self.key.iter().map(|column| &self.columns[*column])
    }

    /// The first key column, which is the key unless that has several.
    pub fn first_key(&self) -> &Column<'s> {
        &self.columns[self.key[0]]
    }

    /// The key column, if the key has only one.
    pub fn single_key(&self) -> Option<&Column<'s>> {
        match self.key[..] {
            [column] => self.columns.get(column),
            _ => None,
        }
    }

    /// The name of the key, as requests name it: its properties, separated by commas.
    pub fn key_name(&self) -> String {
        self.key_columns().map(|column| column.property).collect::<Vec<_>>().join(",")
    }

    /// The names of the path parameters of an operation on a row, in the order of the key.
    pub fn key_parameters(&self, operation: &Operation<'s>) -> Vec<&'s str> {
        let properties: Vec<&str> = self.key_columns().map(|column| column.property).collect();
        let names: Vec<&str> = parameter_names(operation.path, &operation.node).unwrap_or_default();
        key_parameters(&properties, &names)
    }

    /// The column of a property.
    pub fn column(&self, property: &str) -> Option<&Column<'s>> {
        self.columns.iter().find(|column| column.property == property)
    }

    /// The index of the operation that performs an action on the table.
    pub fn operation(&self, action: Action) -> Option<usize> {
        self.usages.iter().find(|usage| usage.action == action).map(|usage| usage.operation)
    }

    /// The indexes of the operations that list rows.
    pub fn lists(&self) -> impl Iterator<Item = usize> {
        let lists = self.usages.iter().filter(|usage| matches!(usage.action, Action::List | Action::NestedList));
        lists.map(|usage| usage.operation)
    }

    /// The name of the schema that creates a row: that of the request body of the create operation, or the schema of the table.
    pub fn create_schema(&self, operations: &[Operation<'s>]) -> &'s str {
        let body = self.create_body(operations);
        body.and_then(|body| reference_name(&body).ok()?).unwrap_or(self.schema)
    }

    /// Whether the server makes the keys of new rows: the key is `readOnly`, or the bodies that create rows may omit it.
    pub fn makes_keys(&self, operations: &[Operation<'s>]) -> bool {
        let Some(key) = self.single_key() else { return false };
        if key.source.is_read_only() {
            return true;
        }
        let can_be_made = matches!(key.kind, ColumnKind::Uuid | ColumnKind::Integer | ColumnKind::Long);
        can_be_made
            && self.create_body(operations).is_some_and(|body| matches!(is_required(&body, key.property), Ok(false)))
    }

    /// Whether the database makes the keys of new rows, which are integers.
    pub fn has_identity(&self, operations: &[Operation<'s>]) -> bool {
        let is_integer = |key: &Column<'_>| matches!(key.kind, ColumnKind::Integer | ColumnKind::Long);
        self.makes_keys(operations) && self.single_key().is_some_and(is_integer)
    }

    /// The schema of the JSON body of the create operation.
    fn create_body(&self, operations: &[Operation<'s>]) -> Option<Node<'s>> {
        let create = operations.get(self.operation(Action::Create)?)?;
        let json = create.body.as_ref()?.contents.iter().find(|content| content.media_type == "application/json")?;
        json.schema.clone()
    }

    /// Whether an operation acts on the collection or on a row; `None` if on neither. Rows with a key of several properties have no pages.
    pub fn scope(&self, operation: &Operation<'_>) -> Option<TableScope> {
        let property = self.single_key()?.property;
        let rest = operation.path.strip_prefix(self.path()).filter(|_| !self.path().is_empty())?;
        match rest.strip_prefix("/{").and_then(|rest| rest.strip_suffix('}')) {
            Some(key) => (key == property).then_some(TableScope::Row),
            None => rest.is_empty().then_some(TableScope::Collection),
        }
    }

    /// The path of the collection.
    pub fn path(&self) -> &'s str {
        self.usages.first().map_or("", |usage| usage.collection)
    }
}
