//! Relations between tables: `x-dropspec-references` at a property that has the key of a row of another table.

use crate::node::Node;

/// A column that refers to the key of a table.
#[derive(Clone, Debug)]
pub struct Reference<'s> {
    /// The declaration.
    pub node: Node<'s>,
    /// The index of the column.
    pub column: usize,
    /// The index of the table that is referred to in the document.
    pub table: usize,
    /// The action when the row that is referred to is deleted.
    pub on_delete: OnDelete,
}

/// The action on a row when the row that it refers to is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDelete {
    /// The deletion is rejected.
    Restrict,
    /// The row is deleted as well.
    Cascade,
    /// The column becomes null.
    SetNull,
}

/// A property in which rows of another table can be embedded. It is no column.
#[derive(Clone, Debug)]
pub struct Embedding<'s> {
    /// The schema of the property.
    pub node: Node<'s>,
    /// The name of the property.
    pub property: &'s str,
    /// The rows.
    pub rows: EmbeddedRows,
}

/// The rows that a property can embed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbeddedRows {
    /// The row that this table refers to, by the index of the reference.
    Parent(usize),
    /// The rows of another table that refer to this one.
    Children {
        /// The index of the other table in the document.
        table: usize,
        /// The index of its reference.
        reference: usize,
    },
}
