//! Tables, as the generator sees them.

use super::column::Column;
use super::usage::{Action, Usage};
use crate::document::operation::Operation;
use crate::document::schema::reference_name;
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
    /// Which of the columns is the key.
    pub key: usize,
    /// The operations on it that are understood.
    pub usages: Vec<Usage<'s>>,
}

/// What of a table an operation is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableScope {
    /// All of it.
    Collection,
    /// One of its rows.
    Row,
}

impl<'s> Table<'s> {
    /// The column that is the key.
    pub fn key(&self) -> &Column<'s> {
        &self.columns[self.key]
    }

    /// The column that holds a property.
    pub fn column(&self, property: &str) -> Option<&Column<'s>> {
        self.columns.iter().find(|column| column.property == property)
    }

    /// The operation that does something to it, by its position in the document.
    pub fn operation(&self, action: Action) -> Option<usize> {
        self.usages.iter().find(|usage| usage.action == action).map(|usage| usage.operation)
    }

    /// The name of the schema of what creates a row: the body of the operation that does, or the row itself.
    pub fn create_schema(&self, operations: &[Operation<'s>]) -> &'s str {
        let create = self.operation(Action::Create).and_then(|index| operations.get(index));
        let contents = create.and_then(|create| create.body.as_ref()).map_or(&[][..], |body| &body.contents);
        let json = contents.iter().find(|content| content.media_type == "application/json");
        json.and_then(|json| reference_name(json.schema.as_ref()?).ok()?).unwrap_or(self.schema)
    }

    /// Whether an operation is on the table as a whole, or on one of its rows; nothing if it is on neither.
    pub fn scope(&self, operation: &Operation<'_>) -> Option<TableScope> {
        let rest = operation.path.strip_prefix(self.path()).filter(|_| !self.path().is_empty())?;
        match rest.strip_prefix("/{").and_then(|rest| rest.strip_suffix('}')) {
            Some(key) => (key == self.key().property).then_some(TableScope::Row),
            None => rest.is_empty().then_some(TableScope::Collection),
        }
    }

    /// The path of the operations on the whole table.
    pub fn path(&self) -> &'s str {
        self.usages.first().map_or("", |usage| usage.collection)
    }
}
