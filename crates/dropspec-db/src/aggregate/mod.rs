//! Aggregates: figures about all rows of a table, or about each group of them.

mod expression;
mod query;
mod result;
mod statement;

use serde::de::DeserializeOwned;

pub use query::AggregateQuery;

use crate::error::{Error, Rejection};
use crate::store::Database;
use crate::table::Table;
use expression::SumMode;
use result::result;
use statement::Overflow;

/// The maximum number of groups in a result.
const MAX_GROUPS: i64 = 10_000;

/// The result of an aggregate operation, as its document describes it.
#[derive(Debug)]
pub struct Aggregate {
    /// The table.
    pub table: &'static Table,
    /// Whether the result is an array with an object for each group, rather than one object about all rows.
    pub is_grouped: bool,
    /// The properties of an object.
    pub properties: &'static [AggregateProperty],
}

/// A property of the result.
#[derive(Debug)]
pub struct AggregateProperty {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: AggregateValue,
    /// Whether the sum of integers is a decimal number, which has no limit.
    pub is_decimal: bool,
    /// Whether NULL is written as null. Otherwise the property is omitted.
    pub is_nullable: bool,
}

/// The value of a property. Columns are given by their positions.
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

/// Computes the figures, in one statement.
///
/// # Errors
/// 400 when parameters are invalid, when there are more than ten thousand groups, or when a sum is too large for its type. When the database
/// cannot be reached or the statement fails.
pub async fn aggregate<T: DeserializeOwned>(database: &Database, query: AggregateQuery) -> Result<T, Error> {
    let statement = query.statement()?;
    let rows = match database.search(statement.query(SumMode::Fast)).await {
        // The sum of SQLite has 64 bits, and exact ones take longer.
        Err(error) if Overflow::of(&error) == Some(Overflow::Integer) => {
            database.search(statement.query(SumMode::Exact)).await.map(|rows| (rows, SumMode::Exact))
        }
        rows => rows.map(|rows| (rows, SumMode::Fast)),
    };
    match rows {
        Ok((rows, sums)) => result(&query, rows, database.dialect(), sums),
        Err(error) if Overflow::of(&error).is_some() => Err(too_large("a sum").into()),
        Err(error) => Err(error.into()),
    }
}

/// 400, for a sum that its type cannot hold.
fn too_large(what: &str) -> Rejection {
    let detail = format!("{what} is too large for its type: select fewer rows with filters");
    Rejection::new(http::StatusCode::BAD_REQUEST, detail)
}
