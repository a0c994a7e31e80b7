//! Indexes of a snapshot.

use dropspec_db::{UNIQUE, constraint_name};
use serde::{Deserialize, Serialize};

/// An index, by its columns. A unique one is a constraint, too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "IndexJson", into = "IndexJson")]
pub struct Index {
    /// The columns.
    pub columns: Vec<String>,
    /// Whether no two rows have the same values.
    pub is_unique: bool,
}

/// An index as JSON: its columns, or an object with the columns of a unique one.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum IndexJson {
    Plain(Vec<String>),
    Unique { unique: Vec<String> },
}

impl Index {
    /// The index of some columns.
    #[must_use]
    pub fn new(columns: &[&str]) -> Self {
        Self { columns: columns.iter().map(|column| (*column).to_owned()).collect(), is_unique: false }
    }

    /// The unique index of some columns.
    #[must_use]
    pub fn unique(columns: &[&str]) -> Self {
        Self { is_unique: true, ..Self::new(columns) }
    }

    /// Its name in the database.
    pub(crate) fn name(&self, table: &str) -> String {
        let columns: Vec<&str> = self.columns.iter().map(String::as_str).collect();
        constraint_name(table, &columns, if self.is_unique { UNIQUE } else { "idx" })
    }
}

impl From<IndexJson> for Index {
    fn from(json: IndexJson) -> Self {
        match json {
            IndexJson::Plain(columns) => Self { columns, is_unique: false },
            IndexJson::Unique { unique } => Self { columns: unique, is_unique: true },
        }
    }
}

impl From<Index> for IndexJson {
    fn from(index: Index) -> Self {
        match index.is_unique {
            true => Self::Unique { unique: index.columns },
            false => Self::Plain(index.columns),
        }
    }
}
