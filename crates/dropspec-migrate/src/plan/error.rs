//! Why a change is not planned.

use std::fmt::{self, Display};

/// Why a change is not planned: all that has to be said or mended first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanErrors(pub Vec<PlanError>);

/// What keeps a change from being planned. Columns are named with their table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Its rows would be lost.
    #[error(
        "table {0} is no longer described; its rows would be lost: use `--rename {0}=NEW` if it was renamed, or `--allow-data-loss`"
    )]
    TableDropped(String),
    /// What it holds would be lost.
    #[error("{column} is no longer described; its values would be lost: use {hint}`--allow-data-loss`")]
    ColumnDropped {
        /// The column.
        column: String,
        /// A rename that may have been meant.
        hint: String,
    },
    /// Some texts may no longer be.
    #[error("{column} no longer allows {lost}; rows would lose these values: use `--allow-data-loss`")]
    ChoicesLost {
        /// The column.
        column: String,
        /// The texts.
        lost: String,
    },
    /// Some of its values have no like, or all.
    #[error("the type of {column} changes from {from} to {to}; {what} would be lost: use `--allow-data-loss`")]
    TypeChanged {
        /// The column.
        column: String,
        /// What it held.
        from: String,
        /// What it is to hold.
        to: String,
        /// Which of its values.
        what: &'static str,
    },
    /// Rows that are there have nothing to hold in it.
    #[error(
        "{column} is required, but existing rows {why}: use `--default {column}=VALUE`, or add a `default` to the document"
    )]
    NeedsDefault {
        /// The column.
        column: String,
        /// What the rows lack.
        why: &'static str,
    },
    /// The column may not hold what was said for it.
    #[error("`--default {column}={value}`: invalid value for {column}")]
    BadDefault {
        /// The column.
        column: String,
        /// The text.
        value: String,
    },
    /// What was said for a column has no use.
    #[error("`--default {0}=…`: no existing row needs it")]
    UselessDefault(String),
    /// There is nothing with the old or new name.
    #[error("`--rename {old}={new}`: {why}")]
    BadRename {
        /// The old name.
        old: String,
        /// The new name.
        new: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Another column is the key.
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
