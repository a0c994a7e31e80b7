//! Foreign keys that a migration keeps, adds and drops.

use super::options::Names;
use super::{ColumnChange, TableChange};
use crate::foreign_key::ForeignKey;
use crate::snapshot::{SchemaSnapshot, TableSnapshot};

/// A foreign key that is kept, as the old and the new snapshot have it: columns and tables may be renamed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KeptForeignKey {
    pub(crate) from: ForeignKey,
    pub(crate) to: ForeignKey,
}

/// The foreign keys that a table keeps.
pub(super) fn kept(
    from: &TableSnapshot,
    to: &TableSnapshot,
    columns: &[ColumnChange],
    schema: &SchemaSnapshot,
    names: &Names,
) -> Vec<KeptForeignKey> {
    let kept = from.foreign_keys.iter().filter_map(|old| {
        let column = columns.iter().find_map(|change| match change {
            ColumnChange::Alter(altered) if altered.from.name == old.column && !altered.changes_type() => {
                Some(&altered.to.name)
            }
            _ => None,
        })?;
        let table = schema.tables.iter().find(|table| names.old_table(&table.name) == old.table)?;
        let key = table.columns.iter().find(|column| names.old_column(&old.table, &column.name) == old.key)?;
        let (column, table, key) = (column.clone(), table.name.clone(), key.name.clone());
        let new = ForeignKey { column, table, key, on_delete: old.on_delete };
        to.foreign_keys.contains(&new).then(|| KeptForeignKey { from: old.clone(), to: new })
    });
    kept.collect()
}

impl TableChange {
    /// The foreign keys of the old table that the new one does not have.
    pub(crate) fn lost_foreign_keys(&self) -> impl Iterator<Item = &ForeignKey> {
        self.from.foreign_keys.iter().filter(|old| !self.foreign_keys.iter().any(|kept| kept.from == **old))
    }

    /// The foreign keys of the new table that the old one did not have.
    pub(crate) fn new_foreign_keys(&self) -> impl Iterator<Item = &ForeignKey> {
        self.to.foreign_keys.iter().filter(|new| !self.foreign_keys.iter().any(|kept| kept.to == **new))
    }

    /// Whether the foreign keys are the same, by the same names.
    pub(crate) fn has_same_foreign_keys(&self) -> bool {
        let (from, to) = (&self.from.foreign_keys, &self.to.foreign_keys);
        from.len() == to.len() && from.iter().all(|old| to.contains(old))
    }
}
