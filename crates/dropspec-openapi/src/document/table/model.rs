//! Tables of the checked model.

use super::column::{Column, ColumnKind};
use super::reference::{Embedding, Reference};
use super::usage::{Action, Usage};
use crate::document::operation::Operation;
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
    /// The index of the key column.
    pub key: usize,
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
    /// The key column.
    pub fn key(&self) -> &Column<'s> {
        &self.columns[self.key]
    }

    /// The column of a property.
    pub fn column(&self, property: &str) -> Option<&Column<'s>> {
        self.columns.iter().find(|column| column.property == property)
    }

    /// Whether a column has points on the Earth.
    pub fn has_points(&self) -> bool {
        self.columns.iter().any(|column| matches!(column.kind, ColumnKind::Geography(_)))
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
        if self.key().source.is_read_only() {
            return true;
        }
        let can_be_made = matches!(self.key().kind, ColumnKind::Uuid | ColumnKind::Integer | ColumnKind::Long);
        can_be_made
            && self
                .create_body(operations)
                .is_some_and(|body| matches!(is_required(&body, self.key().property), Ok(false)))
    }

    /// Whether the database makes the keys of new rows, which are integers.
    pub fn has_identity(&self, operations: &[Operation<'s>]) -> bool {
        self.makes_keys(operations) && matches!(self.key().kind, ColumnKind::Integer | ColumnKind::Long)
    }

    /// The schema of the JSON body of the create operation.
    fn create_body(&self, operations: &[Operation<'s>]) -> Option<Node<'s>> {
        let create = operations.get(self.operation(Action::Create)?)?;
        let json = create.body.as_ref()?.contents.iter().find(|content| content.media_type == "application/json")?;
        json.schema.clone()
    }

    /// Whether an operation acts on the collection or on a row; `None` if on neither.
    pub fn scope(&self, operation: &Operation<'_>) -> Option<TableScope> {
        let rest = operation.path.strip_prefix(self.path()).filter(|_| !self.path().is_empty())?;
        match rest.strip_prefix("/{").and_then(|rest| rest.strip_suffix('}')) {
            Some(key) => (key == self.key().property).then_some(TableScope::Row),
            None => rest.is_empty().then_some(TableScope::Collection),
        }
    }

    /// The path of the collection.
    pub fn path(&self) -> &'s str {
        self.usages.first().map_or("", |usage| usage.collection)
    }
}
