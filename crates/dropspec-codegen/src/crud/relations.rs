//! The statuses of writes that violate a relation of their table.

use dropspec_openapi::document::OnDelete;

use super::context::OperationContext;

impl OperationContext<'_, '_> {
    /// The statuses of a write whose values are taken or refer to rows that do not exist.
    pub(super) fn relation_statuses(&self) -> Vec<u16> {
        let taken = (!self.table.unique.is_empty()).then_some(409);
        taken.into_iter().chain(self.has_references().then_some(422)).collect()
    }

    /// Whether rows refer to rows that may not exist.
    pub(super) fn has_references(&self) -> bool {
        !self.table.references.is_empty()
    }

    /// Whether rows of a table can prevent that a row is deleted.
    pub(super) fn may_be_in_use(&self) -> bool {
        let referrers = self.document.tables.iter().flat_map(|table| &table.references);
        let mut to_this = referrers.filter(|it| self.document.tables[it.table].name == self.table.name);
        // Rows that are deleted with it may be in use themselves.
        to_this.any(|reference| reference.on_delete != OnDelete::SetNull)
    }
}
