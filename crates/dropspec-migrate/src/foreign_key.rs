//! Foreign keys of a snapshot.

use dropspec_db::{OnDelete, constraint_name};
use serde::{Deserialize, Serialize};

/// A foreign key: a column that refers to the key of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct ForeignKey {
    /// The column.
    pub column: String,
    /// The table that is referred to.
    pub table: String,
    /// Its key column.
    pub key: String,
    /// The action when the row that is referred to is deleted.
    #[serde(default, skip_serializing_if = "DeleteAction::is_restrict")]
    pub on_delete: DeleteAction,
}

/// The action on a row when the row that it refers to is deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DeleteAction {
    /// The deletion fails.
    #[default]
    Restrict,
    /// The row is deleted as well.
    Cascade,
    /// The column becomes NULL.
    SetNull,
}

impl ForeignKey {
    /// The name of the constraint, in a table.
    pub(crate) fn name(&self, table: &str) -> String {
        constraint_name(table, &[&self.column], "fkey")
    }
}

impl DeleteAction {
    /// The action in words, as a snapshot has it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Restrict => "restrict",
            Self::Cascade => "cascade",
            Self::SetNull => "setNull",
        }
    }

    fn is_restrict(&self) -> bool {
        *self == Self::Restrict
    }
}

impl From<OnDelete> for DeleteAction {
    fn from(on_delete: OnDelete) -> Self {
        match on_delete {
            OnDelete::Restrict => Self::Restrict,
            OnDelete::Cascade => Self::Cascade,
            OnDelete::SetNull => Self::SetNull,
        }
    }
}
