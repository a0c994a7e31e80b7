//! `type: string, format: time`: a time of day in UTC (RFC 3339, `full-time`). It is `time` in PostgreSQL and the number of microseconds
//! since midnight in SQLite.
//!
//! An offset is converted, so that times are ordered as they are in UTC: `01:00:00+02:00` is returned as `23:00:00Z`. A leap second is not
//! stored: it belongs to a date.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::io::Write;

use chrono::{DateTime, NaiveTime, Timelike, Utc};
use diesel::QueryResult;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::{AstPass, QueryId};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, SqlType};
use diesel::sqlite::{Sqlite, SqliteValue};
use serde_json::{Value as Json, json};

use super::{ColumnType, Dialect, FormInput, Malformed, SqliteStored, Value, exactly, mismatch, quote};

/// `type: string, format: time`, in UTC and to the microsecond.
#[derive(Clone, Copy, Debug)]
pub struct Time;

/// The SQL type of a column of times.
#[derive(Clone, Copy, Debug, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 1083, array_oid = 1183), sqlite_type(name = "Long"))]
pub struct SqlTime;

/// The text of a `full-time`, which the types of a document have. The database returns it in UTC and to the microsecond.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = SqlTime)]
pub struct TimeText(pub String);

const NANOS_PER_MICRO: u32 = 1000;
const MICROS_PER_SECOND: i64 = 1_000_000;

/// Microseconds of a day.
const DAY: i64 = 24 * 60 * 60 * MICROS_PER_SECOND;

impl Value<'_> {
    /// The time of a text; NULL if it is none.
    #[must_use]
    pub fn time(text: &str) -> Self {
        micros(text).and_then(write).map_or(Self::Null, |text| Self::Text(Cow::Owned(text)))
    }
}

/// The text of a time as a column returns it: in UTC, and to the microsecond; one that is none stays as it is.
#[must_use]
pub fn canonical_time(text: String) -> String {
    micros(&text).and_then(write).unwrap_or(text)
}

/// Whether a column can hold the time of a text, which is no leap second.
pub(crate) fn is_storable_time(text: &str) -> bool {
    micros(text).is_some()
}

/// The microseconds since midnight in UTC.
fn micros(text: &str) -> Option<i64> {
    // Any date will do.
    let time = DateTime::parse_from_rfc3339(&format!("1970-01-02T{text}")).ok()?.with_timezone(&Utc).time();
    let is_leap_second = time.nanosecond() >= 1_000_000_000;
    let whole = i64::from(time.num_seconds_from_midnight()) * MICROS_PER_SECOND;
    (!is_leap_second).then(|| whole + i64::from(time.nanosecond() / NANOS_PER_MICRO))
}

fn write(micros: i64) -> Option<String> {
    let seconds = u32::try_from(micros / MICROS_PER_SECOND).ok()?;
    let nanos = u32::try_from(micros % MICROS_PER_SECOND).ok()? * NANOS_PER_MICRO;
    let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanos)?;
    Some(time.format("%H:%M:%S%.fZ").to_string())
}

fn read(micros: i64) -> deserialize::Result<TimeText> {
    write(micros).map(TimeText).ok_or_else(|| format!("{micros} microseconds are no time of day").into())
}

fn required(text: &str) -> Result<i64, String> {
    micros(text).ok_or_else(|| format!("not a time: {text}"))
}

impl ToSql<SqlTime, Pg> for str {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&required(self)?.to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl ToSql<SqlTime, Sqlite> for str {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(required(self)?);
        Ok(IsNull::No)
    }
}

impl ToSql<SqlTime, Pg> for TimeText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        <str as ToSql<SqlTime, Pg>>::to_sql(&self.0, out)
    }
}

impl ToSql<SqlTime, Sqlite> for TimeText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        <str as ToSql<SqlTime, Sqlite>>::to_sql(&self.0, out)
    }
}

impl FromSql<SqlTime, Pg> for TimeText {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        read(i64::from_be_bytes(value.as_bytes().try_into()?))
    }
}

impl FromSql<SqlTime, Sqlite> for TimeText {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        read(<i64 as FromSql<BigInt, Sqlite>>::from_sql(value)?)
    }
}

/// The microseconds of a value.
fn micros_of(value: &Value<'_>) -> Option<i64> {
    if let Value::Text(text) = value { micros(text) } else { None }
}

fn text_of<'v>(value: &'v Value<'_>) -> QueryResult<&'v str> {
    if let Value::Text(text) = value { Ok(text) } else { Err(mismatch()) }
}

impl ColumnType for Time {
    fn name(&self) -> &'static str {
        "time"
    }

    fn sql_type(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Postgres => "time without time zone",
            Dialect::Sqlite => "INTEGER",
        }
    }

    fn sqlite_check(&self, column: &str) -> Option<(&'static str, String)> {
        Some(("time", format!("{column} BETWEEN 0 AND {}", DAY - 1)))
    }

    fn literal(&self, json: &Json, dialect: Dialect) -> Option<String> {
        let micros = micros(json.as_str()?)?;
        match dialect {
            Dialect::Postgres => write(micros).map(|text| quote(text.trim_end_matches('Z'))),
            Dialect::Sqlite => Some(micros.to_string()),
        }
    }

    fn accepts(&self, value: &Value<'_>) -> bool {
        micros_of(value).is_some()
    }

    fn read_parameter(&self, text: &str) -> Option<Value<'static>> {
        Some(Value::time(text)).filter(|value| *value != Value::Null)
    }

    fn compare(&self, one: &Value<'_>, other: &Value<'_>) -> Ordering {
        match (micros_of(one), micros_of(other)) {
            (Some(one), Some(other)) => one.cmp(&other),
            _ => one.compare(other),
        }
    }

    fn bind_postgres<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_bind_param::<SqlTime, str>(text_of(value)?)
    }

    fn bind_sqlite<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_bind_param::<SqlTime, str>(text_of(value)?)
    }

    fn encode_copy(&self, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
        let micros = micros_of(value).ok_or_else(mismatch)?;
        out.extend_from_slice(&micros.to_be_bytes());
        Ok(())
    }

    fn decode_copy<'b>(&self, bytes: &'b [u8]) -> Result<Value<'b>, Malformed> {
        write(i64::from_be_bytes(exactly(bytes)?)).map(|text| Value::Text(Cow::Owned(text))).ok_or(Malformed)
    }

    fn decode_sqlite(&self, value: SqliteStored) -> Result<Value<'static>, Malformed> {
        match value {
            SqliteStored::Integer(micros) => write(micros).map(|text| Value::Text(Cow::Owned(text))).ok_or(Malformed),
            _ => Err(Malformed),
        }
    }

    fn candidates(&self, _: &[f64], _: &[String]) -> Vec<Json> {
        vec![json!("00:00:00Z")]
    }

    fn is_time(&self) -> bool {
        true
    }

    /// `<input type="time">` has no offset.
    fn form_input(&self, _: &[super::Check], _: &str) -> FormInput {
        FormInput::text()
    }

    fn form_hint(&self) -> Option<&'static str> {
        Some("With its offset: 12:30:00Z.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_held_in_utc_to_the_microsecond() {
        for (text, canonical) in [
            ("00:00:00Z", "00:00:00Z"),
            ("23:59:59.9999999z", "23:59:59.999999Z"),
            ("01:00:00+02:00", "23:00:00Z"),
            ("23:30:00-01:00", "00:30:00Z"),
            ("12:00:00.5Z", "12:00:00.500Z"),
        ] {
            assert_eq!(canonical_time(text.to_owned()), canonical);
        }
        for text in ["23:59:60Z", "00:59:60+01:00", "24:00:00Z", "12:00:00", "12:00Z", ""] {
            assert!(!is_storable_time(text), "{text}");
        }
    }
}
