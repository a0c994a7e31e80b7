//! A table with what generated code needs of it.

use dropspec_openapi::document::{Document, Table};

use super::fields::Field;
use crate::types::Struct;

/// What the parts of a module have in common.
pub(super) struct Context<'p, 's> {
    pub(super) document: &'p Document<'s>,
    pub(super) table: &'p Table<'s>,
    pub(super) structs: &'p [Struct],
    pub(super) fields: Vec<Field<'p, 's>>,
}

impl<'p, 's> Context<'p, 's> {
    /// The fields but the key.
    pub(super) fn values(&self) -> impl Iterator<Item = &Field<'p, 's>> {
        self.fields.iter().enumerate().filter(|(index, _)| *index != self.table.key).map(|(_, field)| field)
    }
}
