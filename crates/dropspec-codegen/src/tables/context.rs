//! A table with everything that its generated code needs.

use dropspec_openapi::document::{Document, Table};

use super::fields::ColumnField;
use crate::model::Types;

/// A table, with the document and its types.
pub(super) struct TableContext<'p, 's> {
    pub(super) document: &'p Document<'s>,
    pub(super) table: &'p Table<'s>,
    pub(super) types: &'p Types<'s>,
    pub(super) fields: Vec<ColumnField<'p, 's>>,
}

impl<'p, 's> TableContext<'p, 's> {
    /// Whether there are columns besides the key and the version. Diesel has no empty changesets and selections.
    pub(super) fn has_values(&self) -> bool {
        self.fields.len() > self.table.key.len()
    }

    /// The field of the time at which a row was deleted, if rows are deleted softly.
    pub(super) fn deletion(&self) -> Option<&ColumnField<'p, 's>> {
        self.table.soft_delete.and_then(|index| self.fields.get(index))
    }

    /// Whether the server makes the keys of new rows.
    pub(super) fn makes_keys(&self) -> bool {
        self.table.makes_keys(&self.document.operations)
    }

    /// Whether the database makes the keys of new rows, which are integers.
    pub(super) fn has_identity(&self) -> bool {
        self.table.has_identity(&self.document.operations)
    }

    /// The fields except the key.
    pub(super) fn values(&self) -> impl Iterator<Item = &ColumnField<'p, 's>> {
        self.fields.iter().enumerate().filter(|(index, _)| !self.table.key.contains(index)).map(|(_, field)| field)
    }
}
