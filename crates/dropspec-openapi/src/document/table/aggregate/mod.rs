//! Aggregates: the result of an operation with `x-dropspec-operation: aggregate`, as its response describes it.

mod check;
mod marks;
mod read;

pub(super) use marks::reject_marks;

use super::column::ColumnKind;
use crate::node::Node;

/// The result of an aggregate operation.
#[derive(Debug)]
pub struct Aggregate<'s> {
    /// The name of the schema of an item, or of the only object.
    pub schema: &'s str,
    /// Whether the result is an array with an object for each group, rather than one object about all rows.
    pub is_grouped: bool,
    /// The properties of an object.
    pub properties: Vec<AggregateProperty<'s>>,
}

/// A property of the result.
#[derive(Debug)]
pub struct AggregateProperty<'s> {
    /// Its schema.
    pub node: Node<'s>,
    /// Its name.
    pub property: &'s str,
    /// Its kind.
    pub kind: ColumnKind,
    /// Whether it can be null.
    pub is_nullable: bool,
    /// What it has.
    pub value: AggregateValue,
}

/// The value of a property of the result. Columns are given by their indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AggregateValue {
    /// The value of a column, by which the rows are grouped.
    Group(usize),
    /// The first day of the year, month or day of a column, by which the rows are grouped.
    Part(DatePart, usize),
    /// The number of rows.
    Count,
    /// The number of distinct values.
    CountDistinct(usize),
    /// The sum of the values.
    Sum(usize),
    /// The average of the values.
    Average(usize),
    /// The least value.
    Minimum(usize),
    /// The greatest value.
    Maximum(usize),
}

/// The part of a date by which rows are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePart {
    /// Its year.
    Year,
    /// Its year and month.
    Month,
    /// Its year, month and day.
    Day,
}

impl AggregateValue {
    /// Whether the rows are grouped by it.
    pub fn is_group(self) -> bool {
        matches!(self, Self::Group(_) | Self::Part(..))
    }

    /// The column that the value has the type of, if it has that of a column.
    pub fn like_column(self) -> Option<usize> {
        match self {
            Self::Group(column) | Self::Minimum(column) | Self::Maximum(column) => Some(column),
            _ => None,
        }
    }
}
