//! Indexes of a snapshot.

use dropspec_db::{Operator, UNIQUE, constraint_name, spatial_index_name};
use serde::{Deserialize, Serialize};

/// An index, by its columns. A unique one is a constraint, too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "IndexJson", into = "IndexJson")]
pub struct Index {
    /// The columns.
    pub columns: Vec<String>,
    /// What it is for.
    pub kind: IndexKind,
}

/// What an index is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndexKind {
    /// It finds rows by values, and in their order.
    Sorted,
    /// The same, and no two rows have the same values.
    Unique,
    /// It finds the texts that contain a text, regardless of case, by trigrams.
    Contains,
    /// It finds the texts that contain a text in the same case, by trigrams.
    ContainsCase,
    /// It finds the arrays that have an item.
    ContainsItem,
    /// It finds the rows that have words in the texts of the columns.
    Search,
    /// It finds points by their distance.
    Spatial,
}

/// An index as JSON: its columns, or an object with the columns of one that is not only sorted.
#[derive(Serialize, Deserialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum IndexJson {
    Sorted(Vec<String>),
    Unique { unique: Vec<String> },
    Contains { contains: Vec<String> },
    ContainsCase { contains_case: Vec<String> },
    ContainsItem { contains_item: Vec<String> },
    Search { search: Vec<String> },
    Spatial { spatial: Vec<String> },
}

impl Index {
    /// The index of some columns.
    #[must_use]
    pub fn new(columns: &[&str]) -> Self {
        Self::of_kind(IndexKind::Sorted, columns)
    }

    /// The unique index of some columns.
    #[must_use]
    pub fn unique(columns: &[&str]) -> Self {
        Self::of_kind(IndexKind::Unique, columns)
    }

    /// The index of some columns for a purpose.
    #[must_use]
    pub fn of_kind(kind: IndexKind, columns: &[&str]) -> Self {
        Self { columns: columns.iter().map(|column| (*column).to_owned()).collect(), kind }
    }

    /// The spatial index of a column.
    #[must_use]
    pub fn spatial(column: &str) -> Self {
        Self::of_kind(IndexKind::Spatial, &[column])
    }

    /// Its name in the database.
    pub(crate) fn name(&self, table: &str) -> String {
        if let ([column], IndexKind::Spatial) = (&self.columns[..], self.kind) {
            return spatial_index_name(table, column);
        }
        let columns: Vec<&str> = self.columns.iter().map(String::as_str).collect();
        constraint_name(table, &columns, self.kind.suffix())
    }
}

impl IndexKind {
    /// The kind of index that a filter needs, beside a sorted one.
    pub(crate) fn of_filter(operator: Operator) -> Option<Self> {
        match operator {
            Operator::Contains => Some(Self::Contains),
            Operator::ContainsCase => Some(Self::ContainsCase),
            Operator::ContainsItem => Some(Self::ContainsItem),
            _ => None,
        }
    }

    /// Whether SQLite has it, too.
    pub(crate) fn is_in_sqlite(self) -> bool {
        matches!(self, Self::Sorted | Self::Unique | Self::Search | Self::Spatial)
    }

    /// Whether it needs the extension `pg_trgm`.
    pub(crate) fn has_trigrams(self) -> bool {
        matches!(self, Self::Contains | Self::ContainsCase)
    }

    /// The suffix of the name of an index.
    fn suffix(self) -> &'static str {
        match self {
            Self::Sorted => "idx",
            Self::Unique => UNIQUE,
            Self::Contains => "contains_idx",
            Self::ContainsCase => "contains_case_idx",
            Self::ContainsItem => "contains_item_idx",
            Self::Search => "search_idx",
            // Where SQLite has it, it is a table that statements name.
            Self::Spatial => "near",
        }
    }

    /// The words for an index of the kind, after an article.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Sorted => "index",
            Self::Unique => "unique index",
            Self::Contains => "trigram index",
            Self::ContainsCase => "case-sensitive trigram index",
            Self::ContainsItem => "index of items",
            Self::Search => "full-text index",
            Self::Spatial => "spatial index",
        }
    }
}

impl From<IndexJson> for Index {
    fn from(json: IndexJson) -> Self {
        let (kind, columns) = match json {
            IndexJson::Sorted(columns) => (IndexKind::Sorted, columns),
            IndexJson::Unique { unique } => (IndexKind::Unique, unique),
            IndexJson::Contains { contains } => (IndexKind::Contains, contains),
            IndexJson::ContainsCase { contains_case } => (IndexKind::ContainsCase, contains_case),
            IndexJson::ContainsItem { contains_item } => (IndexKind::ContainsItem, contains_item),
            IndexJson::Search { search } => (IndexKind::Search, search),
            IndexJson::Spatial { spatial } => (IndexKind::Spatial, spatial),
        };
        Self { columns, kind }
    }
}

impl From<Index> for IndexJson {
    fn from(Index { columns, kind }: Index) -> Self {
        match kind {
            IndexKind::Sorted => Self::Sorted(columns),
            IndexKind::Unique => Self::Unique { unique: columns },
            IndexKind::Contains => Self::Contains { contains: columns },
            IndexKind::ContainsCase => Self::ContainsCase { contains_case: columns },
            IndexKind::ContainsItem => Self::ContainsItem { contains_item: columns },
            IndexKind::Search => Self::Search { search: columns },
            IndexKind::Spatial => Self::Spatial { spatial: columns },
        }
    }
}
