//! The result of an aggregate operation as a type of the document.

use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value as Json};

use super::expression::SumMode;
use super::query::AggregateQuery;
use super::{Aggregate, AggregateProperty, AggregateValue, MAX_GROUPS, too_large};
use crate::column_type::{ColumnType, Date, Decimal, Dialect, Double, Long, Value, is_storable_decimal};
use crate::error::{Error, Rejection};
use crate::raw_row::RawRow;
use crate::store::StoreError;

/// The rows as a type of the document.
///
/// # Errors
/// 400 when there are too many groups, or a sum is too large for its type.
pub(super) fn result<T: DeserializeOwned>(
    query: &AggregateQuery,
    rows: Vec<RawRow>,
    dialect: Dialect,
    sums: SumMode,
) -> Result<T, Error> {
    let aggregate = query.aggregate;
    if query.limit.is_none() && i64::try_from(rows.len()).is_ok_and(|count| count > MAX_GROUPS) {
        let detail = format!("there are more than {MAX_GROUPS} groups: select fewer rows with filters");
        return Err(Rejection::new(http::StatusCode::BAD_REQUEST, detail).into());
    }
    let mut objects = rows.into_iter().map(|row| object(aggregate, row, dialect, sums));
    let json = match aggregate.is_grouped {
        true => Json::Array(objects.collect::<Result<_, _>>()?),
        false => objects.next().unwrap_or(Ok(Json::Null))?,
    };
    Ok(serde_json::from_value(json)?)
}

fn object(aggregate: &Aggregate, mut row: RawRow, dialect: Dialect, sums: SumMode) -> Result<Json, Error> {
    let mut object = Map::new();
    for (index, property) in aggregate.properties.iter().enumerate() {
        let column_type = column_type(aggregate, property.value, dialect, sums);
        let value = row.decode(index, column_type).map_err(StoreError::from)?;
        match json(property, value)? {
            Json::Null if !property.is_nullable => None,
            json => object.insert(property.name.to_owned(), json),
        };
    }
    Ok(Json::Object(object))
}

/// The type that the database returns a value in.
fn column_type(
    aggregate: &Aggregate,
    value: AggregateValue,
    dialect: Dialect,
    sums: SumMode,
) -> &'static dyn ColumnType {
    let of = |column: usize| aggregate.table.columns[column].column_type;
    match value {
        AggregateValue::Group(column) | AggregateValue::Minimum(column) | AggregateValue::Maximum(column) => of(column),
        AggregateValue::Part(..) => &Date,
        AggregateValue::Count | AggregateValue::CountDistinct(_) => &Long,
        AggregateValue::Average(_) => &Double,
        AggregateValue::Sum(column) => match (of(column).name(), dialect, sums) {
            ("long", Dialect::Postgres, _) | ("long", Dialect::Sqlite, SumMode::Exact) => &Decimal,
            ("integer" | "long", ..) => &Long,
            _ => of(column),
        },
    }
}

/// A value as JSON.
fn json(property: &AggregateProperty, value: Value<'_>) -> Result<Json, Rejection> {
    let overflow = || too_large(property.name);
    let is_sum = matches!(property.value, AggregateValue::Sum(_));
    Ok(match value {
        Value::Null => Json::Null,
        Value::Boolean(value) => value.into(),
        Value::Integer(value) if property.is_decimal => value.to_string().into(),
        Value::Integer(value) => value.into(),
        Value::Double(value) => Json::Number(Number::from_f64(value).ok_or_else(overflow)?),
        Value::Text(text) if is_sum && property.is_decimal => match is_storable_decimal(&text) {
            true => text.into(),
            false => return Err(overflow()),
        },
        Value::Text(text) if is_sum => text.parse::<i64>().map_err(|_| overflow())?.into(),
        other => other.to_string().into(),
    })
}
