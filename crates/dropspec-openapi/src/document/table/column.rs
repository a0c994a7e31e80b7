//! Columns: the properties of a table as a database stores them.

use serde_json::Value;

use super::geography::{PointProperties, read_geography};
use super::value_source::ValueSource;
use crate::document::schema::{admits_null, is_required};
use crate::node::{Checked, Node};

/// A column of a table.
#[derive(Debug)]
pub struct Column<'s> {
    /// The schema of the property, or the reference to it.
    pub node: Node<'s>,
    /// The name of the property.
    pub property: &'s str,
    /// The name of the column.
    pub name: String,
    /// The description of the property.
    pub description: &'s str,
    /// The kind of its values.
    pub kind: ColumnKind,
    /// Whether it may be null.
    pub nullable: bool,
    /// The default of the property.
    pub default: Option<&'s Value>,
    /// The constraints that a database can check.
    pub constraints: Vec<Constraint>,
    /// Its mapping to CSV.
    pub csv: CsvColumn,
    /// Where its values come from.
    pub source: ValueSource,
}

/// The kind of values that a column stores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// `type: boolean`
    Boolean,
    /// `type: integer, format: int32`
    Integer,
    /// Any other `type: integer`
    Long,
    /// `type: number`
    Double,
    /// `type: string`
    Text,
    /// `type: string` with an `enum`
    Enum(Vec<String>),
    /// `type: string, format: uuid`
    Uuid,
    /// `type: string, format: date`
    Date,
    /// `type: string, format: date-time`
    Timestamp,
    /// `type: string, format: decimal`
    Decimal,
    /// `type: string, format: time`
    Time,
    /// `type: string, format: duration`
    Duration,
    /// `type: string, format: byte`
    Binary,
    /// `type: array` of values of this kind, each a boolean, a number, a string, a UUID or a date
    Array(Box<ColumnKind>),
    /// An object with `x-dropspec-geography`
    Geography(PointProperties),
    /// Anything else
    Json,
}

/// The mapping of a column to CSV.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvColumn {
    /// The name in the CSV header.
    pub header: String,
    /// The words for false and true.
    pub words: [String; 2],
    /// Whether fractions of numbers are dropped.
    pub truncate: bool,
}

impl CsvColumn {
    /// The default mapping: the name of the property and the words of JSON.
    pub(super) fn plain(property: &str) -> Self {
        Self { header: property.to_owned(), words: ["false".to_owned(), "true".to_owned()], truncate: false }
    }
}

impl ColumnKind {
    /// Whether the values have an order, by which lists can be sorted.
    pub fn is_ordered(&self) -> bool {
        !matches!(self, Self::Binary | Self::Array(_) | Self::Geography(_) | Self::Json)
    }

    /// The kind in words, for diagnostics.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::Integer | Self::Long => "an integer",
            Self::Double => "a number",
            Self::Text | Self::Enum(_) => "a string",
            Self::Uuid => "a uuid",
            Self::Date => "a date",
            Self::Timestamp => "a date-time",
            Self::Decimal => "a decimal",
            Self::Time => "a time",
            Self::Duration => "a duration",
            Self::Binary => "binary data",
            Self::Array(_) => "an array",
            Self::Geography(_) => "a point",
            Self::Json => "JSON",
        }
    }
}

/// A constraint on the values of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// `minimum`
    AtLeast(String),
    /// `minimum` with `exclusiveMinimum`
    MoreThan(String),
    /// `maximum`
    AtMost(String),
    /// `maximum` with `exclusiveMaximum`
    LessThan(String),
    /// `minLength`
    MinLength(u64),
    /// `maxLength`
    MaxLength(u64),
}

pub(super) fn read_column<'s>(
    object: &Node<'s>,
    property: &'s str,
    name: String,
    node: &Node<'s>,
) -> Checked<Column<'s>> {
    let target = node.resolve()?;
    if node.is_write_only()? {
        return Err(node.error("a write-only property cannot be a column"));
    }
    let kind = kind(&target)?;
    let nullable = !is_required(object, property)? || admits_null(&target)?;
    let default = target.get("default").map(|default| default.value()).filter(|default| !default.is_null());
    Ok(Column {
        node: node.clone(),
        property,
        name,
        description: target.text("description")?.unwrap_or_default(),
        constraints: constraints(&target, &kind)?,
        kind,
        nullable: nullable && default.is_none(),
        default,
        csv: CsvColumn::plain(property),
        source: ValueSource::Client,
    })
}

/// The kind of column that a schema would have.
pub fn column_kind(node: &Node<'_>) -> Checked<ColumnKind> {
    kind(&node.resolve()?)
}

fn kind(node: &Node<'_>) -> Checked<ColumnKind> {
    if let Some(properties) = read_geography(node)? {
        return Ok(ColumnKind::Geography(properties));
    }
    if ["allOf", "anyOf", "oneOf", "not"].iter().any(|key| node.get(key).is_some()) {
        return Ok(ColumnKind::Json);
    }
    let choices = node.items_of("enum")?;
    Ok(match (node.text("type")?, node.text("format")?) {
        (Some("string"), _) if !choices.is_empty() => {
            let texts = choices.iter().filter_map(|choice| choice.value().as_str().map(str::to_owned));
            ColumnKind::Enum(texts.collect())
        }
        _ if !choices.is_empty() => ColumnKind::Json,
        (Some("boolean"), _) => ColumnKind::Boolean,
        (Some("integer"), Some("int32")) => ColumnKind::Integer,
        (Some("integer"), _) => ColumnKind::Long,
        (Some("number"), _) => ColumnKind::Double,
        (Some("string"), Some("uuid")) => ColumnKind::Uuid,
        (Some("string"), Some("date")) => ColumnKind::Date,
        (Some("string"), Some("date-time")) => ColumnKind::Timestamp,
        (Some("string"), Some("decimal")) => ColumnKind::Decimal,
        (Some("string"), Some("time")) => ColumnKind::Time,
        (Some("string"), Some("duration")) => ColumnKind::Duration,
        (Some("string"), Some("byte")) => ColumnKind::Binary,
        (Some("array"), _) => array(node)?,
        (Some("string"), Some("binary")) => {
            return Err(node.error("binary data cannot be a column; use `format: byte`"));
        }
        (Some("string"), _) => ColumnKind::Text,
        _ => ColumnKind::Json,
    })
}

/// The kind of an array: of its items, if these are scalars whose JSON is the same wherever they are equal.
fn array(node: &Node<'_>) -> Checked<ColumnKind> {
    let Some(items) = node.get("items") else { return Ok(ColumnKind::Json) };
    Ok(match column_kind(&items)? {
        item @ (ColumnKind::Boolean
        | ColumnKind::Integer
        | ColumnKind::Long
        | ColumnKind::Double
        | ColumnKind::Text
        | ColumnKind::Enum(_)
        | ColumnKind::Uuid
        | ColumnKind::Date) => ColumnKind::Array(Box::new(item)),
        _ => ColumnKind::Json,
    })
}

fn constraints(node: &Node<'_>, kind: &ColumnKind) -> Checked<Vec<Constraint>> {
    let number = |key: &str| node.get(key).map(|bound| bound.value().to_string());
    let mut constraints = Vec::new();
    if matches!(kind, ColumnKind::Integer | ColumnKind::Long | ColumnKind::Double) {
        let (more, less) = (node.flag("exclusiveMinimum")?, node.flag("exclusiveMaximum")?);
        constraints.extend(number("minimum").map(if more { Constraint::MoreThan } else { Constraint::AtLeast }));
        constraints.extend(number("maximum").map(if less { Constraint::LessThan } else { Constraint::AtMost }));
    }
    if *kind == ColumnKind::Text {
        constraints.extend(node.count("minLength")?.filter(|least| *least > 0).map(Constraint::MinLength));
        constraints.extend(node.count("maxLength")?.map(Constraint::MaxLength));
    }
    Ok(constraints)
}
