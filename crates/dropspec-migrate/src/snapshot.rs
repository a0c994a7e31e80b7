//! Schema snapshots: tables as a database has them, as JSON.

use std::fmt::{self, Display};

use crate::foreign_key::ForeignKey;
use crate::index::Index;
use dropspec_db::ColumnType;
use dropspec_db::column_type::{Dialect, column_types};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The tables of a service as a database has them, in the order of their names. Each migration has the snapshot that it leads to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchemaSnapshot {
    /// The tables.
    pub tables: Vec<TableSnapshot>,
}

/// A table of a snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableSnapshot {
    /// Its name.
    pub name: String,
    /// The columns of the key, as JSON the name of one or the names of several.
    #[serde(with = "key")]
    pub key: Vec<String>,
    /// All columns.
    pub columns: Vec<ColumnSnapshot>,
    /// The indexes, beside that of the key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<Index>,
    /// The columns that refer to tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty", rename = "foreignKeys")]
    pub foreign_keys: Vec<ForeignKey>,
}

/// A column of a snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnSnapshot {
    /// Its name.
    pub name: String,
    /// The type of its values.
    #[serde(rename = "type", alias = "kind")]
    pub column_type: TypeName,
    /// Whether it is nullable.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// The default value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<serde_json::Value>,
    /// Whether the database numbers new rows in it, without using a number twice.
    #[serde(default, skip_serializing_if = "is_false")]
    pub identity: bool,
    /// Whether text is compared by its bytes (collation `C`) instead of the collation of the database. In SQLite it always is.
    #[serde(default, skip_serializing_if = "is_false")]
    pub bytewise: bool,
    /// The constraints on its values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
}

/// A reference to a column type, by its name in a snapshot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TypeName(pub &'static dyn ColumnType);

/// A constraint on the values of a column, by its keyword. Numbers are written as in the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Rule {
    /// One of these texts.
    Enum(Vec<String>),
    /// Neither infinite nor NaN, which JSON does not have.
    Finite,
    /// `minimum`
    Minimum(String),
    /// `minimum` with `exclusiveMinimum`
    ExclusiveMinimum(String),
    /// `maximum`
    Maximum(String),
    /// `maximum` with `exclusiveMaximum`
    ExclusiveMaximum(String),
    /// `minLength`, in characters
    MinLength(u64),
    /// `maxLength`, in characters
    MaxLength(u64),
}

impl SchemaSnapshot {
    /// The table of that name.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&TableSnapshot> {
        self.tables.iter().find(|table| table.name == name)
    }
}

impl TableSnapshot {
    /// The first column of the key.
    pub(super) fn first_key(&self) -> &str {
        self.key.first().map_or("", String::as_str)
    }

    /// The column of that name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&ColumnSnapshot> {
        self.columns.iter().find(|column| column.name == name)
    }
}

impl ColumnSnapshot {
    /// A column of a type that is not nullable.
    #[must_use]
    pub fn new(name: &str, column_type: &'static dyn ColumnType) -> Self {
        let bytewise = column_type.sql_type(Dialect::Postgres) == "text";
        let column_type = TypeName(column_type);
        Self {
            name: name.to_owned(),
            column_type,
            nullable: false,
            default: None,
            identity: false,
            bytewise,
            rules: Vec::new(),
        }
    }

    /// The same column, nullable.
    #[must_use]
    pub fn or_null(self) -> Self {
        Self { nullable: true, ..self }
    }
}

impl Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

impl Serialize for TypeName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

impl<'de> Deserialize<'de> for TypeName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        // The name of earlier versions.
        let name = if name == "moment" { "timestamp" } else { &name };
        let found = column_types().iter().find(|column_type| column_type.name() == name);
        found.map(|found| Self(*found)).ok_or_else(|| D::Error::custom(format!("unknown column type: {name}")))
    }
}

impl Rule {
    /// Whether values that meet this rule also meet another one.
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

    /// The suffixes of the names of constraints.
    pub(super) const SUFFIXES: [&str; 8] =
        ["enum", "finite", "minimum", "exclusive_minimum", "maximum", "exclusive_maximum", "min_length", "max_length"];

    /// The keyword of the document.
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

    /// The suffix of the name of the constraint, after the table and the column.
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

fn is_false(flag: &bool) -> bool {
    !flag
}

/// The columns of a key as JSON.
mod key {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum KeyJson {
        One(String),
        Several(Vec<String>),
    }

    pub(super) fn serialize<S: Serializer>(key: &[String], serializer: S) -> Result<S::Ok, S::Error> {
        match key {
            [one] => one.serialize(serializer),
            several => several.serialize(serializer),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
        Ok(match KeyJson::deserialize(deserializer)? {
            KeyJson::One(one) => vec![one],
            KeyJson::Several(several) => several,
        })
    }
}
