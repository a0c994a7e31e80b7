//! Indexes of a snapshot.

use dropspec_db::{UNIQUE, constraint_name, spatial_index_name};
use serde::{Deserialize, Serialize};

/// An index, by its columns. A unique one is a constraint, too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "IndexJson", into = "IndexJson")]
pub struct Index {
    /// The columns.
    pub columns: Vec<String>,
    /// Whether no two rows have the same values.
    pub is_unique: bool,
    /// Whether it finds points by their distance.
    pub is_spatial: bool,
}

/// An index as JSON: its columns, or an object with those of a unique or a spatial one.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum IndexJson {
    Plain(Vec<String>),
    Unique { unique: Vec<String> },
    Spatial { spatial: Vec<String> },
}

impl Index {
    /// The index of some columns.
    #[must_use]
    pub fn new(columns: &[&str]) -> Self {
        Self {
            columns: columns.iter().map(|column| (*column).to_owned()).collect(),
            is_unique: false,
            is_spatial: false,
        }
    }

    /// The unique index of some columns.
    #[must_use]
    pub fn unique(columns: &[&str]) -> Self {
        Self { is_unique: true, ..Self::new(columns) }
    }

    /// The spatial index of a column.
    #[must_use]
    pub fn spatial(column: &str) -> Self {
        Self { is_spatial: true, ..Self::new(&[column]) }
    }

    /// The kind in words, with a space if there is one.
    pub(crate) fn kind(&self) -> &'static str {
        match (self.is_unique, self.is_spatial) {
            (true, _) => "unique ",
            (_, true) => "spatial ",
            _ => "",
        }
    }

    /// Its name in the database.
    pub(crate) fn name(&self, table: &str) -> String {
        if let ([column], true) = (&self.columns[..], self.is_spatial) {
            return spatial_index_name(table, column);
        }
        let columns: Vec<&str> = self.columns.iter().map(String::as_str).collect();
        constraint_name(table, &columns, if self.is_unique { UNIQUE } else { "idx" })
    }
}

impl From<IndexJson> for Index {
    fn from(json: IndexJson) -> Self {
        match json {
            IndexJson::Plain(columns) => Self { columns, is_unique: false, is_spatial: false },
            IndexJson::Unique { unique } => Self { columns: unique, is_unique: true, is_spatial: false },
            IndexJson::Spatial { spatial } => Self { columns: spatial, is_unique: false, is_spatial: true },
        }
    }
}

impl From<Index> for IndexJson {
    fn from(index: Index) -> Self {
        match (index.is_unique, index.is_spatial) {
            (_, true) => Self::Spatial { spatial: index.columns },
            (true, false) => Self::Unique { unique: index.columns },
            (false, false) => Self::Plain(index.columns),
        }
    }
}
