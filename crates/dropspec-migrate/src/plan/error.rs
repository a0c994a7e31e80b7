//! Errors of plans.

use std::fmt::{self, Display};

/// All errors of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanErrors(pub Vec<PlanError>);

/// Why a migration is not planned. Columns are named with their table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The rows of a table would be lost.
    #[error(
        "table {0} is no longer described; its rows would be lost: use `--rename {0}=NEW` if it was renamed, or `--allow-data-loss`"
    )]
    TableDropped(String),
    /// The values of a column would be lost.
    #[error("{column} is no longer described; its values would be lost: use {hint}`--allow-data-loss`")]
    ColumnDropped {
        /// The column.
        column: String,
        /// A rename that may have been meant.
        hint: String,
    },
    /// Values of an enum are no longer allowed.
    #[error("{column} no longer allows {lost}; rows would lose these values: use `--allow-data-loss`")]
    EnumValuesLost {
        /// The column.
        column: String,
        /// The values.
        lost: String,
    },
    /// Values would be lost by a change of the type.
    #[error("the type of {column} changes from {from} to {to}; all values would be lost: use `--allow-data-loss`")]
    TypeChanged {
        /// The column.
        column: String,
        /// The old type.
        from: String,
        /// The new type.
        to: String,
    },
    /// Existing rows have no value.
    #[error(
        "{column} is required, but existing rows {why}: use `--default {column}=VALUE`, or add a `default` to the document"
    )]
    NeedsDefault {
        /// The column.
        column: String,
        /// The reason.
        why: &'static str,
    },
    /// A value is invalid.
    #[error("`--default {column}={value}`: invalid value for {column}")]
    BadDefault {
        /// The column.
        column: String,
        /// The text.
        value: String,
    },
    /// A default has no effect.
    #[error("`--default {0}=…`: no existing row needs it")]
    UselessDefault(String),
    /// A rename is invalid.
    #[error("`--rename {old}={new}`: {why}")]
    BadRename {
        /// The old name.
        old: String,
        /// The new name.
        new: String,
        /// The reason.
        why: &'static str,
    },
    /// A column cannot have two names for a time.
    #[error(
        "{column} cannot be renamed with `--rolling`: it is a key, or its table, type or constraints change as well; make migrations for these first"
    )]
    NotRolling {
        /// The column.
        column: String,
    },
    /// No column is renamed.
    #[error("`--rolling`: no column is renamed")]
    UselessRolling,
    /// The key changes.
    #[error("the key of {0} is another column or has another type; write this migration by hand")]
    KeyChanged(String),
}

impl Display for PlanErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            write!(f, "{}{error}", if index > 0 { "; " } else { "" })?;
        }
        Ok(())
    }
}

impl std::error::Error for PlanErrors {}
