//! A table with what generated code needs of it.

use dropspec_openapi::document::{Document, Table};

use super::fields::ColumnField;
use crate::types::RustStruct;

/// What the parts of a module have in common.
pub(super) struct TableContext<'p, 's> {
    pub(super) document: &'p Document<'s>,
    pub(super) table: &'p Table<'s>,
    pub(super) structs: &'p [RustStruct],
    pub(super) fields: Vec<ColumnField<'p, 's>>,
}

impl<'p, 's> TableContext<'p, 's> {
    /// The fields but the key.
    pub(super) fn values(&self) -> impl Iterator<Item = &ColumnField<'p, 's>> {
        self.fields.iter().enumerate().filter(|(index, _)| *index != self.table.key).map(|(_, field)| field)
    }
}
