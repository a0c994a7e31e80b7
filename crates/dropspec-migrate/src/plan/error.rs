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
        "the table {0} is no longer described, and its rows would be lost: say `--rename {0}=NEW` if it has another name now, or `--allow-data-loss`"
    )]
    TableDropped(String),
    /// What it holds would be lost.
    #[error("{column} is no longer described, and what it holds would be lost: say {hint}`--allow-data-loss`")]
    ColumnDropped {
        /// The column.
        column: String,
        /// A rename that may have been meant.
        hint: String,
    },
    /// Some texts may no longer be.
    #[error("{column} may no longer be {lost}, and rows that have it would lose it: say `--allow-data-loss`")]
    ChoicesLost {
        /// The column.
        column: String,
        /// The texts.
        lost: String,
    },
    /// Some of its values have no like, or all.
    #[error("{column} would be {to} and was {from}, and {what} would be lost: say `--allow-data-loss`")]
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
        "{column} is required, and rows that are there {why}: say `--default {column}=VALUE`, or give it a `default` in the document"
    )]
    NeedsDefault {
        /// The column.
        column: String,
        /// What the rows lack.
        why: &'static str,
    },
    /// The column may not hold what was said for it.
    #[error("`--default {column}={value}`: {column} may not hold that")]
    BadDefault {
        /// The column.
        column: String,
        /// The text.
        value: String,
    },
    /// What was said for a column has no use.
    #[error("`--default {0}=…`: no row of the tables needs it")]
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
    #[error("the key of {0} is another column or of another kind now: this is a migration to be written by hand")]
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
