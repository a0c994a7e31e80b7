//! The second migration of a rename while two releases are in use.

use std::path::Path;
use std::time::SystemTime;

use super::{Folders, GeneratedMigration, MakeError, MigrationFiles};
use crate::plan::{Plan, Rename};
use crate::snapshot::SchemaSnapshot;
use crate::sql::{RollingRename, finish_rename, restart_rename};

/// Writes the migration that drops the old column of a rename with [`Options::rolling`](crate::Options).
///
/// # Errors
/// When the document has other changes, no column has the new name, or files cannot be read or written.
pub fn finish(
    folder: &Path,
    name: &str,
    schema: &SchemaSnapshot,
    rename: &Rename,
    now: SystemTime,
) -> Result<GeneratedMigration, MakeError> {
    let folders = Folders::open(folder, name, now)?;
    if !Plan::new(&folders.schema, schema, &crate::plan::Options::default()).is_ok_and(|plan| plan.is_empty()) {
        return Err(MakeError::OtherChanges);
    }
    let renamed = renamed(schema, rename).ok_or_else(|| MakeError::NotRenamed(rename.clone()))?;
    let none = || "-- No change in this database.\n".to_owned();
    let up = finish_rename(&renamed);
    let down = restart_rename(&renamed);
    let summary = vec![format!("drops {}.{}", renamed.table.name, renamed.old)];
    let postgres = MigrationFiles { up, down, in_steps: false };
    let sqlite = MigrationFiles { up: none(), down: none(), in_steps: false };
    folders.write(&[postgres, sqlite], schema, summary)
}

/// The column of a rename `[TABLE.]OLD=NEW`.
fn renamed<'s>(schema: &'s SchemaSnapshot, rename: &'s Rename) -> Option<RollingRename<'s>> {
    let (name, old) = match rename.old.split_once('.') {
        Some((table, old)) => (Some(table), old),
        None => (None, rename.old.as_str()),
    };
    let mut found =
        schema.tables.iter().filter(|table| name.is_none_or(|name| table.name == name)).filter_map(|table| {
            let new = table.column(&rename.new).filter(|_| table.column(old).is_none())?;
            Some(RollingRename { table, old, new })
        });
    let first = found.next()?;
    // Without a table the name must be that of one column.
    found.next().is_none().then_some(first)
}
