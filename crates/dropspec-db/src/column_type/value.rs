//! Values of columns, for code that does not know the type of the row.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::query_builder::AstPass;
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Bool, Date, Double, HasSqlType, Text};
use serde::Serialize;
use uuid::Uuid;

use super::mismatch;
use super::point::Point;

/// The value of a column. A column type says what a variant means; most types have one of their own.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'v> {
    /// NULL.
    Null,
    /// A boolean.
    Boolean(bool),
    /// An integer of up to 64 bits.
    Integer(i64),
    /// A number.
    Double(f64),
    /// Text, of any type that is written as text.
    Text(Cow<'v, str>),
    /// A UUID.
    Uuid(Uuid),
    /// A date.
    Date(NaiveDate),
    /// A timestamp.
    Timestamp(DateTime<Utc>),
    /// A point on the Earth.
    Point(Point),
    /// JSON.
    Json(Cow<'v, serde_json::Value>),
}

impl<'v> Value<'v> {
    /// The value without borrows.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Boolean(value) => Value::Boolean(value),
            Self::Integer(value) => Value::Integer(value),
            Self::Double(value) => Value::Double(value),
            Self::Text(value) => Value::Text(Cow::Owned(value.into_owned())),
            Self::Uuid(value) => Value::Uuid(value),
            Self::Date(value) => Value::Date(value),
            Self::Timestamp(value) => Value::Timestamp(value),
            Self::Point(value) => Value::Point(value),
            Self::Json(value) => Value::Json(Cow::Owned(value.into_owned())),
        }
    }

    /// Any value as JSON.
    #[must_use]
    pub fn json(value: &impl Serialize) -> Self {
        serde_json::to_value(value).map_or(Self::Null, |value| Self::Json(Cow::Owned(value)))
    }

    /// A text as it is.
    #[must_use]
    pub fn text(text: &'v str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// The order of two values with the same variant: text by its bytes, and NULL after all else.
    pub(crate) fn compare(&self, other: &Value<'_>) -> Ordering {
        match (self, other) {
            (Self::Boolean(one), Value::Boolean(other)) => one.cmp(other),
            (Self::Integer(one), Value::Integer(other)) => one.cmp(other),
            (Self::Double(one), Value::Double(other)) => one.partial_cmp(other).unwrap_or(Ordering::Equal),
            (Self::Text(one), Value::Text(other)) => one.as_ref().cmp(other.as_ref()),
            (Self::Uuid(one), Value::Uuid(other)) => one.cmp(other),
            (Self::Date(one), Value::Date(other)) => one.cmp(other),
            (Self::Timestamp(one), Value::Timestamp(other)) => one.cmp(other),
            (one, other) => (*one == Self::Null).cmp(&(*other == Value::Null)),
        }
    }

    /// Appends its text, as [`fmt::Display`] writes it.
    pub(super) fn write_text(&self, out: &mut Vec<u8>) {
        match self {
            Self::Integer(value) => out.extend_from_slice(itoa::Buffer::new().format(*value).as_bytes()),
            Self::Double(value) => out.extend_from_slice(zmij::Buffer::new().format(*value).as_bytes()),
            Self::Text(value) => out.extend_from_slice(value.as_bytes()),
            Self::Uuid(value) => {
                let mut text = Uuid::encode_buffer();
                out.extend_from_slice(value.hyphenated().encode_lower(&mut text).as_bytes());
            }
            other => out.extend_from_slice(other.to_string().as_bytes()),
        }
    }
}

/// Writes a value as a parameter of a statement.
pub(super) fn bind<'b, DB>(value: &'b Value<'static>, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
where
    DB: Backend + HasSqlType<Bool>,
    bool: ToSql<Bool, DB>,
    i64: ToSql<BigInt, DB>,
    f64: ToSql<Double, DB>,
    str: ToSql<Text, DB>,
    NaiveDate: ToSql<Date, DB>,
{
    match value {
        Value::Boolean(value) => out.push_bind_param::<Bool, bool>(value),
        Value::Integer(value) => out.push_bind_param::<BigInt, i64>(value),
        Value::Double(value) => out.push_bind_param::<Double, f64>(value),
        Value::Text(value) => out.push_bind_param::<Text, str>(value),
        Value::Date(value) => out.push_bind_param::<Date, _>(value),
        Value::Uuid(_) | Value::Timestamp(_) | Value::Point(_) | Value::Json(_) | Value::Null => Err(mismatch()),
    }
}

/// The value as a query parameter: text as it is, the others as JSON writes them. NULL is empty.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => Ok(()),
            Self::Boolean(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            Self::Double(value) => f.write_str(zmij::Buffer::new().format(*value)),
            Self::Text(value) => f.write_str(value),
            Self::Uuid(value) => value.fmt(f),
            Self::Date(value) => value.fmt(f),
            Self::Timestamp(value) => f.write_str(&value.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            Self::Point(value) => value.fmt(f),
            Self::Json(value) => value.fmt(f),
        }
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i32> for Value<'_> {
    fn from(value: i32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<f64> for Value<'_> {
    fn from(value: f64) -> Self {
        Self::Double(value)
    }
}

impl From<Uuid> for Value<'_> {
    fn from(value: Uuid) -> Self {
        Self::Uuid(value)
    }
}

impl From<NaiveDate> for Value<'_> {
    fn from(value: NaiveDate) -> Self {
        Self::Date(value)
    }
}

impl From<DateTime<Utc>> for Value<'_> {
    fn from(value: DateTime<Utc>) -> Self {
        Self::Timestamp(value)
    }
}

impl From<Point> for Value<'_> {
    fn from(value: Point) -> Self {
        Self::Point(value)
    }
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(value: &'v str) -> Self {
        Self::Text(Cow::Borrowed(value))
    }
}

impl From<String> for Value<'_> {
    fn from(value: String) -> Self {
        Self::Text(Cow::Owned(value))
    }
}

impl<'v> From<&'v serde_json::Value> for Value<'v> {
    fn from(value: &'v serde_json::Value) -> Self {
        Self::Json(Cow::Borrowed(value))
    }
}

impl<T> From<Option<T>> for Value<'_>
where
    Self: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::from)
    }
}
