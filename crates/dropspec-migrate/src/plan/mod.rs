//! The plan of a migration, from one schema to the next.

mod columns;
mod error;
mod foreign_keys;
mod options;
mod reverse;
mod tables;
mod value;

use dropspec_db::Dialect;
use dropspec_db::column_type::Conversion;
use serde_json::Value;

use super::index::Index;
use super::name;
use super::snapshot::{ColumnSnapshot, Rule, SchemaSnapshot, TableSnapshot};

pub use error::{PlanError, PlanErrors};
pub(super) use foreign_keys::KeptForeignKey;
pub use options::{GivenDefault, Options, Rename};

/// The steps from one schema to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub(super) steps: Vec<Step>,
}

/// A step for one table.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Create(TableSnapshot),
    Drop(TableSnapshot),
    Change(TableChange),
}

/// The change of a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TableChange {
    pub(super) from: TableSnapshot,
    pub(super) to: TableSnapshot,
    /// The changes of columns: first the dropped ones, then the columns of the new table in their order.
    pub(super) columns: Vec<ColumnChange>,
    /// The foreign keys that are kept.
    pub(super) foreign_keys: Vec<KeptForeignKey>,
}

/// The change of a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ColumnChange {
    Drop(ColumnSnapshot),
    Add {
        column: ColumnSnapshot,
        /// The value for existing rows, if it is not the default.
        fill: Option<Backfill>,
    },
    Alter(Box<AlteredColumn>),
}

/// A value for existing rows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Backfill {
    pub(super) value: Value,
    /// Whether it replaces values that are lost.
    pub(super) is_placeholder: bool,
}

/// A column that keeps its values.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct AlteredColumn {
    pub(super) from: ColumnSnapshot,
    pub(super) to: ColumnSnapshot,
    /// The value that replaces NULL, if the column is no longer nullable.
    pub(super) for_null: Option<Value>,
    /// The value that replaces values that do not fit; without it, the migration fails on them.
    pub(super) for_misfits: Option<Value>,
    /// Whether values may be rounded; otherwise the migration fails on those that would be.
    pub(super) may_round: bool,
    /// Whether PostgreSQL has it by both names for a time.
    pub(super) is_rolling: bool,
}

impl Plan {
    /// Plans the steps from one schema to another.
    ///
    /// # Errors
    /// When rows would lose data, or lack data, and the options do not allow or provide it; or when options have no effect.
    pub fn new(from: &SchemaSnapshot, to: &SchemaSnapshot, options: &Options) -> Result<Self, PlanErrors> {
        let mut errors = Vec::new();
        let plan = Self { steps: tables::steps(from, to, options, &mut errors) };
        if errors.is_empty() { Ok(plan) } else { Err(PlanErrors(errors)) }
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The indexes that tables get.
    pub(super) fn new_indexes(&self) -> impl Iterator<Item = &Index> {
        self.steps.iter().flat_map(|step| match step {
            Step::Create(table) => table.indexes.iter().collect(),
            Step::Drop(_) => Vec::new(),
            Step::Change(change) => change.new_indexes().collect(),
        })
    }

    /// The plan that undoes it.
    #[must_use]
    pub fn reverse(&self) -> Self {
        Self { steps: self.steps.iter().rev().map(reverse::step).collect() }
    }
}

impl TableChange {
    /// The columns that are kept.
    pub(super) fn altered(&self) -> impl Iterator<Item = &AlteredColumn> {
        self.columns.iter().filter_map(|column| match column {
            ColumnChange::Alter(altered) => Some(&**altered),
            _ => None,
        })
    }

    /// The indexes of the old table that the new one does not have.
    pub(super) fn lost_indexes(&self) -> impl Iterator<Item = &Index> {
        let is_lost = |index: &&Index| self.renamed_index(index).is_none_or(|new| !self.to.indexes.contains(&new));
        self.from.indexes.iter().filter(is_lost)
    }

    /// The indexes of the new table that the old one did not have.
    pub(super) fn new_indexes(&self) -> impl Iterator<Item = &Index> {
        let old: Vec<Index> = self.from.indexes.iter().filter_map(|index| self.renamed_index(index)).collect();
        self.to.indexes.iter().filter(move |index| !old.contains(index))
    }

    /// An index by the new names of its columns, unless one of them is dropped.
    pub(super) fn renamed_index(&self, index: &Index) -> Option<Index> {
        let renamed = |column: &String| {
            self.altered().find(|altered| altered.from.name == *column).map(|altered| altered.to.name.clone())
        };
        let columns: Option<Vec<String>> = index.columns.iter().map(renamed).collect();
        columns.map(|columns| Index { columns, kind: index.kind })
    }

    fn is_empty(&self) -> bool {
        self.from.name == self.to.name
            && self.columns.iter().all(|column| matches!(column, ColumnChange::Alter(altered) if altered.is_empty()))
            && self.from.indexes.len() == self.to.indexes.len()
            && self.from.indexes.iter().all(|index| self.to.indexes.contains(index))
            && self.has_same_foreign_keys()
    }
}

impl AlteredColumn {
    /// Whether its type changes.
    pub(super) fn changes_type(&self) -> bool {
        self.from.column_type != self.to.column_type
    }

    /// How its values become those of the new type, if that is another one.
    pub(super) fn conversion(&self, dialect: Dialect) -> Option<Conversion> {
        let name = name::quoted(&self.from.name);
        self.changes_type()
            .then(|| self.to.column_type.0.convert_from(self.from.column_type.0, &name, dialect))
            .flatten()
    }

    /// The rules that existing values may violate, if there is no replacement.
    pub(super) fn tightened(&self) -> impl Iterator<Item = &Rule> {
        let is_met = |rule: &Rule| self.from.rules.iter().any(|old| old.implies(rule));
        self.to.rules.iter().filter(move |rule| self.for_misfits.is_none() && !is_met(rule))
    }

    /// Whether nothing but its name changes.
    fn only_renames(&self) -> bool {
        let renamed =
            AlteredColumn { from: ColumnSnapshot { name: self.to.name.clone(), ..self.from.clone() }, ..self.clone() };
        renamed.is_empty()
    }

    /// Whether nothing changes.
    fn is_empty(&self) -> bool {
        self.from.bytewise == self.to.bytewise && self.changes_only_order_of_text()
    }

    /// Whether only the collation changes.
    pub(super) fn changes_only_order_of_text(&self) -> bool {
        let Self { from, to, .. } = self;
        from.name == to.name
            && (from.column_type, from.nullable) == (to.column_type, to.nullable)
            && (&from.default, from.identity) == (&to.default, to.identity)
            && from.rules.len() == to.rules.len()
            && from.rules.iter().all(|rule| to.rules.contains(rule))
    }
}
