//! Options of a migration: what the two snapshots do not tell.

use super::error::PlanError;
use super::{ColumnChange, Step};
use crate::snapshot::{ColumnSnapshot, SchemaSnapshot};

/// The options of a migration.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Renamed tables and columns, which would otherwise be dropped and added.
    pub renames: Vec<Rename>,
    /// Values for existing rows that would have none, or one that does not fit.
    pub defaults: Vec<GivenDefault>,
    /// Whether rows may lose data.
    pub allow_data_loss: bool,
    /// Whether PostgreSQL keeps renamed columns by their old names as well, for the release that knows these, until a second migration.
    pub rolling: bool,
}

/// A renamed table or column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// The old name: `TABLE`, `COLUMN` or `TABLE.COLUMN`.
    pub old: String,
    /// The new name of the table or of the column.
    pub new: String,
}

/// A value for existing rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenDefault {
    /// `COLUMN` or `TABLE.COLUMN`.
    pub column: String,
    /// The value.
    pub value: String,
}

impl Options {
    /// The value for a column.
    pub(super) fn default(&self, table: &str, column: &str) -> Option<&str> {
        self.defaults.iter().find(|default| names_column(&default.column, table, column)).map(|default| &*default.value)
    }

    /// Reports defaults of columns that need none.
    pub(super) fn reject_unused(&self, steps: &[Step], errors: &mut Vec<PlanError>) {
        let needs = |table: &str, change: &ColumnChange, name: &str| match change {
            ColumnChange::Drop(_) => false,
            ColumnChange::Add { column, .. } => names_column(name, table, &column.name),
            ColumnChange::Alter(altered) => !altered.is_empty() && names_column(name, table, &altered.to.name),
        };
        for default in &self.defaults {
            let has_use = steps.iter().any(|step| match step {
                Step::Change(change) => {
                    change.columns.iter().any(|column| needs(&change.to.name, column, &default.column))
                }
                Step::Create(_) | Step::Drop(_) => false,
            });
            if !has_use {
                errors.push(PlanError::UselessDefault(default.column.clone()));
            }
        }
    }
}

/// Whether `[TABLE.]COLUMN` names a column.
fn names_column(name: &str, table: &str, column: &str) -> bool {
    match name.split_once('.') {
        Some(both) => both == (table, column),
        None => name == column,
    }
}

/// The resolved renames.
#[derive(Debug, PartialEq)]
pub(super) struct Names {
    /// The old and the new name of tables.
    tables: Vec<(String, String)>,
    /// The old name of the table, the old and the new name of the column.
    columns: Vec<(String, String, String)>,
}

impl Names {
    /// Resolves the renames.
    pub(super) fn new(
        options: &Options,
        from: &SchemaSnapshot,
        to: &SchemaSnapshot,
        errors: &mut Vec<PlanError>,
    ) -> Self {
        let mut names = Self { tables: Vec::new(), columns: Vec::new() };
        // Tables first: columns are looked for in the tables that they are in now.
        let (tables, columns): (Vec<&Rename>, Vec<&Rename>) =
            options.renames.iter().partition(|rename| from.table(&rename.old).is_some());
        for Rename { old, new } in tables {
            names.tables.push((old.clone(), new.clone()));
            if to.table(new).is_none() || from.table(new).is_some() || to.table(old).is_some() {
                errors.push(bad(old, new, "no new table has that name"));
            }
        }
        for Rename { old, new } in columns {
            let tables: Vec<&str> = from.tables.iter().map(|table| table.name.as_str()).collect();
            let is_in = |table: &&&str| {
                let columns = from.table(table).map(|table| &*table.columns).unwrap_or_default();
                let is_it = |column: &ColumnSnapshot| {
                    names_column(old, table, &column.name) && names.is_renamed(from, to, table, (&column.name, new))
                };
                columns.iter().any(is_it)
            };
            match *tables.iter().filter(is_in).collect::<Vec<_>>() {
                [] => errors.push(bad(old, new, "no table lost that column and has a new one with that name")),
                [table] => {
                    let column = old.rsplit('.').next().unwrap_or(old);
                    names.columns.push(((*table).to_owned(), column.to_owned(), new.clone()));
                }
                _ => errors.push(bad(old, new, "several tables had that column; use `--rename TABLE.COLUMN=NEW`")),
            }
        }
        names
    }

    /// Whether a table has a column with the new name, and no longer one with the old name.
    fn is_renamed(
        &self,
        from: &SchemaSnapshot,
        to: &SchemaSnapshot,
        old_table: &str,
        (old, new): (&str, &str),
    ) -> bool {
        let has = |schema: &SchemaSnapshot, table, column| {
            schema.table(table).is_some_and(|table| table.column(column).is_some())
        };
        let new_table = self.new_table(old_table);
        has(to, new_table, new) && !has(from, old_table, new) && !has(to, new_table, old)
    }

    fn new_table<'n>(&'n self, old: &'n str) -> &'n str {
        self.tables.iter().find(|(name, _)| name == old).map_or(old, |(_, new)| new)
    }

    /// The old name of a table.
    pub(super) fn old_table<'n>(&'n self, new: &'n str) -> &'n str {
        self.tables.iter().find(|(_, name)| name == new).map_or(new, |(old, _)| old)
    }

    /// The old name of a column.
    pub(super) fn old_column<'n>(&'n self, old_table: &str, new: &'n str) -> &'n str {
        let renamed = self.columns.iter().find(|(table, _, name)| table == old_table && name == new);
        renamed.map_or(new, |(_, old, _)| old)
    }
}

fn bad(old: &str, new: &str, why: &'static str) -> PlanError {
    PlanError::BadRename { old: old.to_owned(), new: new.to_owned(), why }
}
