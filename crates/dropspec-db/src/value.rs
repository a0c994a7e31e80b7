//! What a column of a row holds, whatever its type: for all that does not know the type of the row.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::description::Kind;
use super::key::Key;
use super::moment::Moment;
use super::times;

/// The value of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'v> {
    /// Nothing: SQL's NULL.
    Null,
    /// Of [`Kind::Boolean`].
    Boolean(bool),
    /// Of [`Kind::Integer`] and [`Kind::Long`].
    Integer(i64),
    /// Of [`Kind::Double`].
    Double(f64),
    /// Of [`Kind::Text`] and [`Kind::Choice`].
    Text(Cow<'v, str>),
    /// Of [`Kind::Uuid`].
    Uuid(Key),
    /// Of [`Kind::Date`].
    Date(NaiveDate),
    /// Of [`Kind::Moment`].
    Moment(Moment),
    /// Of [`Kind::Json`].
    Json(Cow<'v, serde_json::Value>),
}

impl<'v> Value<'v> {
    /// The same, without what it borrows.
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
            Self::Moment(value) => Value::Moment(value),
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

    /// The date that a text is; nothing if it is none.
    #[must_use]
    pub fn date(text: &str) -> Self {
        times::date(text).map_or(Self::Null, Self::Date)
    }

    /// The moment that a text is; nothing if it is none.
    #[must_use]
    pub fn moment(text: &str) -> Self {
        times::moment(text).map_or(Self::Null, Self::Moment)
    }

    /// Whether a column of that kind can hold it.
    #[must_use]
    pub fn is_of(&self, kind: Kind) -> bool {
        match (self, kind) {
            (Self::Null, _)
            | (Self::Boolean(_), Kind::Boolean)
            | (Self::Integer(_), Kind::Integer | Kind::Long)
            | (Self::Double(_), Kind::Double)
            | (Self::Text(_), Kind::Text)
            | (Self::Uuid(_), Kind::Uuid)
            | (Self::Date(_), Kind::Date)
            | (Self::Moment(_), Kind::Moment)
            | (Self::Json(_), Kind::Json) => true,
            (Self::Text(text), Kind::Choice(choices)) => choices.contains(&text.as_ref()),
            _ => false,
        }
    }
}

/// As a parameter has it: texts as they are, the others as JSON writes them. Nothing is empty.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => Ok(()),
            Self::Boolean(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            Self::Double(value) => f.write_str(zmij::Buffer::new().format(*value)),
            Self::Text(value) => f.write_str(value),
            Self::Uuid(Key(value)) => value.fmt(f),
            Self::Date(value) => value.fmt(f),
            Self::Moment(Moment(value)) => f.write_str(&value.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
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
        Self::Uuid(Key(value))
    }
}

impl From<NaiveDate> for Value<'_> {
    fn from(value: NaiveDate) -> Self {
        Self::Date(value)
    }
}

impl From<DateTime<Utc>> for Value<'_> {
    fn from(value: DateTime<Utc>) -> Self {
        Self::Moment(Moment(value))
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
