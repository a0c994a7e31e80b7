//! Tables as a database keeps them.

use std::fmt::{self, Display};

use serde::{Deserialize, Serialize};

/// The tables of a service as a database keeps them, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// The tables.
    pub tables: Vec<TableLayout>,
}

/// A table as a database keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableLayout {
    /// Its name.
    pub name: String,
    /// The column that is the key.
    pub key: String,
    /// All columns.
    pub columns: Vec<ColumnLayout>,
    /// The indexes, beside that of the key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<Index>,
}

/// A column as a database keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnLayout {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// Whether it may hold nothing.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// What it holds when a statement says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<serde_json::Value>,
    /// Whether text is compared by the bytes of its UTF-8; otherwise as the database is set up. SQLite does so always.
    #[serde(default, skip_serializing_if = "is_false")]
    pub bytewise: bool,
    /// What its values have to meet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
}

/// What a column holds; [`Kind`](dropspec_db::Kind), and bytes for tables that no document describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnKind {
    /// False or true.
    Boolean,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 64 bits.
    Long,
    /// A number of IEEE 754, in 64 bits.
    Double,
    /// Text.
    Text,
    /// A UUID.
    Uuid,
    /// A day.
    Date,
    /// A moment, to the microsecond.
    Moment,
    /// Any JSON.
    Json,
    /// Any bytes.
    Bytes,
}

/// What the values of a column have to meet, by the keyword that demands it. Numbers are written as in the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Rule {
    /// One of these texts.
    Enum(Vec<String>),
    /// Neither infinite nor not a number, neither of which JSON has.
    Finite,
    /// That much or more.
    Minimum(String),
    /// More than that.
    ExclusiveMinimum(String),
    /// That much or less.
    Maximum(String),
    /// Less than that.
    ExclusiveMaximum(String),
    /// So many characters or more.
    MinLength(u64),
    /// So many characters or less.
    MaxLength(u64),
}

/// An index, by its columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Index {
    /// The columns.
    pub columns: Vec<String>,
}

impl Layout {
    /// The table of that name.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&TableLayout> {
        self.tables.iter().find(|table| table.name == name)
    }
}

impl TableLayout {
    /// The column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&ColumnLayout> {
        self.columns.iter().find(|column| column.name == name)
    }
}

impl ColumnLayout {
    /// A column that may hold anything of a kind, but not nothing.
    #[must_use]
    pub fn new(name: &str, kind: ColumnKind) -> Self {
        let bytewise = kind == ColumnKind::Text;
        Self { name: name.to_owned(), kind, nullable: false, default: None, bytewise, rules: Vec::new() }
    }

    /// The same, except that it may hold nothing.
    #[must_use]
    pub fn or_nothing(self) -> Self {
        Self { nullable: true, ..self }
    }
}

impl Display for ColumnKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Long => "long",
            Self::Double => "double",
            Self::Text => "text",
            Self::Uuid => "uuid",
            Self::Date => "date",
            Self::Moment => "moment",
            Self::Json => "json",
            Self::Bytes => "bytes",
        })
    }
}

impl Rule {
    /// Whether what meets this rule meets another one.
    pub(super) fn implies(&self, other: &Self) -> bool {
        let number = |text: &str| text.parse().unwrap_or(f64::NAN);
        match (self, other) {
            (Self::Enum(these), Self::Enum(those)) => these.iter().all(|choice| those.contains(choice)),
            (Self::Minimum(this), Self::Minimum(that)) => number(this) >= number(that),
            (Self::Maximum(this), Self::Maximum(that)) => number(this) <= number(that),
            (Self::MinLength(this), Self::MinLength(that)) => this >= that,
            (Self::MaxLength(this), Self::MaxLength(that)) => this <= that,
            _ => self == other,
        }
    }

    /// All that constraints can be called by.
    pub(super) const SUFFIXES: [&str; 8] =
        ["enum", "finite", "minimum", "exclusive_minimum", "maximum", "exclusive_maximum", "min_length", "max_length"];

    /// The keyword that demands it.
    pub(super) fn keyword(&self) -> &'static str {
        match self {
            Self::Enum(_) => "enum",
            Self::Finite => "type",
            Self::Minimum(_) | Self::ExclusiveMinimum(_) => "minimum",
            Self::Maximum(_) | Self::ExclusiveMaximum(_) => "maximum",
            Self::MinLength(_) => "minLength",
            Self::MaxLength(_) => "maxLength",
        }
    }

    /// What a constraint is called by, behind the names of the table and the column.
    pub(super) fn suffix(&self) -> &'static str {
        match self {
            Self::Enum(_) => "enum",
            Self::Finite => "finite",
            Self::Minimum(_) => "minimum",
            Self::ExclusiveMinimum(_) => "exclusive_minimum",
            Self::Maximum(_) => "maximum",
            Self::ExclusiveMaximum(_) => "exclusive_maximum",
            Self::MinLength(_) => "min_length",
            Self::MaxLength(_) => "max_length",
        }
    }
}

impl Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Enum(choices) => write!(f, "one of {}", choices.join(", ")),
            Self::Finite => f.write_str("numbers that are finite"),
            Self::Minimum(number) => write!(f, "{number} or more"),
            Self::ExclusiveMinimum(number) => write!(f, "more than {number}"),
            Self::Maximum(number) => write!(f, "{number} or less"),
            Self::ExclusiveMaximum(number) => write!(f, "less than {number}"),
            Self::MinLength(1) => f.write_str("1 character or more"),
            Self::MinLength(length) => write!(f, "{length} characters or more"),
            Self::MaxLength(1) => f.write_str("1 character or less"),
            Self::MaxLength(length) => write!(f, "{length} characters or less"),
        }
    }
}

impl Index {
    /// The index of some columns.
    #[must_use]
    pub fn new(columns: &[&str]) -> Self {
        Self { columns: columns.iter().map(|column| (*column).to_owned()).collect() }
    }
}

fn is_false(flag: &bool) -> bool {
    !flag
}
