//! The statuses of writes that violate a relation of their table.

use dropspec_openapi::document::OnDelete;
use dropspec_openapi::node::Checked;

use super::context::OperationContext;
use crate::tables::given_children;

impl OperationContext<'_, '_> {
    /// The statuses of a creation, with rows of other tables if the body has them.
    pub(super) fn creation_statuses(&self) -> Checked<Vec<u16>> {
        let children = given_children(self.document, self.table)?;
        let has_other_references =
            children.iter().any(|given| self.document.tables[given.table].references.len() > 1).then_some(422);
        Ok([vec![409], self.relation_statuses(), has_other_references.into_iter().collect()].concat())
    }

    /// The statuses of a write whose values are taken or refer to rows that do not exist.
    pub(super) fn relation_statuses(&self) -> Vec<u16> {
        let taken = (!self.table.unique.is_empty()).then_some(409);
        taken.into_iter().chain(self.has_references().then_some(422)).collect()
    }

    /// The statuses of a change of a row: of [`Self::relation_statuses`], but for references in the key, which stays.
    pub(super) fn change_statuses(&self) -> Vec<u16> {
        let mut changed = self.table.references.iter().filter(|reference| !self.table.key.contains(&reference.column));
        let can_refer = changed.next().is_some();
        self.relation_statuses().into_iter().filter(|status| *status != 422 || can_refer).collect()
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
