//! What changes from one layout to the next.

mod columns;
mod conversion;
mod options;
mod refusal;
mod reverse;
mod tables;
mod value;

use serde_json::Value;

use super::layout::{ColumnLayout, Index, Layout, Rule, TableLayout};

pub(super) use conversion::Conversion;
pub use options::{GivenDefault, Options, Rename};
pub use refusal::{Refusal, Refusals};

/// What has to be done to make one layout of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub(super) steps: Vec<Step>,
}

/// What has to be done about a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Create(TableLayout),
    Drop(TableLayout),
    Change(TableChange),
}

/// How a table changes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TableChange {
    pub(super) from: TableLayout,
    pub(super) to: TableLayout,
    /// What becomes of each column: first those that go, then those of the new table in its order.
    pub(super) columns: Vec<ColumnChange>,
}

/// How a column changes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ColumnChange {
    Drop(ColumnLayout),
    Add {
        column: ColumnLayout,
        /// What the rows that are there hold in it, where that is not its default.
        fill: Option<Fill>,
    },
    Keep(Box<Kept>),
}

/// A value for the rows that are there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fill {
    pub(super) value: Value,
    /// Whether nobody has chosen it: the real values are gone.
    pub(super) is_placeholder: bool,
}

/// A column that goes on to hold what it holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kept {
    pub(super) from: ColumnLayout,
    pub(super) to: ColumnLayout,
    pub(super) conversion: Conversion,
    /// What it holds where it held nothing, if it may no longer.
    pub(super) for_nothing: Option<Value>,
    /// What it holds where it held what does not fit any longer; null is nothing. Without it, the migration fails there.
    pub(super) for_misfits: Option<Value>,
}

impl Plan {
    /// Plans how to make one layout of another.
    ///
    /// # Errors
    /// When rows would lose data, or would need some, and the options do not allow it or have it; or when the options do not fit.
    pub fn new(from: &Layout, to: &Layout, options: &Options) -> Result<Self, Refusals> {
        let mut refusals = Vec::new();
        let plan = Self { steps: tables::steps(from, to, options, &mut refusals) };
        if refusals.is_empty() { Ok(plan) } else { Err(Refusals(refusals)) }
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// How to undo it.
    #[must_use]
    pub fn reverse(&self) -> Self {
        Self { steps: self.steps.iter().rev().map(reverse::step).collect() }
    }
}

impl TableChange {
    /// The columns that stay.
    pub(super) fn kept(&self) -> impl Iterator<Item = &Kept> {
        self.columns.iter().filter_map(|column| match column {
            ColumnChange::Keep(kept) => Some(&**kept),
            _ => None,
        })
    }

    /// The indexes of the old table that the new one does not have, whatever their columns are called.
    pub(super) fn lost_indexes(&self) -> impl Iterator<Item = &Index> {
        let is_lost = |index: &&Index| self.renamed_index(index).is_none_or(|new| !self.to.indexes.contains(&new));
        self.from.indexes.iter().filter(is_lost)
    }

    /// The indexes of the new table that the old one did not have.
    pub(super) fn new_indexes(&self) -> impl Iterator<Item = &Index> {
        let old: Vec<Index> = self.from.indexes.iter().filter_map(|index| self.renamed_index(index)).collect();
        self.to.indexes.iter().filter(move |index| !old.contains(index))
    }

    /// An index by the new names of its columns, unless one of them goes.
    pub(super) fn renamed_index(&self, index: &Index) -> Option<Index> {
        let renamed =
            |column: &String| self.kept().find(|kept| kept.from.name == *column).map(|kept| kept.to.name.clone());
        let columns: Option<Vec<String>> = index.columns.iter().map(renamed).collect();
        columns.map(|columns| Index { columns })
    }

    fn is_empty(&self) -> bool {
        self.from.name == self.to.name
            && self.columns.iter().all(|column| matches!(column, ColumnChange::Keep(kept) if kept.is_empty()))
            && self.from.indexes.len() == self.to.indexes.len()
            && self.from.indexes.iter().all(|index| self.to.indexes.contains(index))
    }
}

impl Kept {
    /// The rules that rows may break which were there before, and which nothing is said to replace.
    pub(super) fn tightened(&self) -> impl Iterator<Item = &Rule> {
        let is_met = |rule: &Rule| self.from.rules.iter().any(|old| old.implies(rule));
        self.to.rules.iter().filter(move |rule| self.for_misfits.is_none() && !is_met(rule))
    }

    /// Whether nothing changes.
    fn is_empty(&self) -> bool {
        self.from.bytewise == self.to.bytewise && self.changes_only_order_of_text()
    }

    /// Whether nothing changes but how texts are compared.
    pub(super) fn changes_only_order_of_text(&self) -> bool {
        let Self { from, to, .. } = self;
        from.name == to.name
            && (from.kind, from.nullable) == (to.kind, to.nullable)
            && from.default == to.default
            && from.rules.len() == to.rules.len()
            && from.rules.iter().all(|rule| to.rules.contains(rule))
    }
}
