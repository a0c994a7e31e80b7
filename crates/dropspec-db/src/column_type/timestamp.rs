//! `type: string, format: date-time`: `timestamptz` in PostgreSQL, microseconds since 1970 in SQLite.

use std::io::Write;

use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike, SecondsFormat, Utc};
use diesel::QueryResult;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::{AstPass, QueryId};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{BigInt, SqlType};
use diesel::sqlite::{Sqlite, SqliteValue};
use serde_json::{Value as Json, json};

use super::conversion::text::to_timestamp;
use super::value;
use super::{
    Check, ColumnType, Conversion, Dialect, FormInput, Malformed, SqliteStored, Value, exactly, mismatch, quote,
};

/// `type: string, format: date-time`, in UTC and to the microsecond.
#[derive(Clone, Copy, Debug)]
pub struct TimestampType;

/// The years that four digits can write, which both databases know (RFC 3339, section 1).
pub(super) const YEARS: RangeInclusive<i32> = 0..=9999;

/// From 1970, where the epoch of Unix is, to 2000, where PostgreSQL's is, in microseconds.
pub(super) const TO_POSTGRES_EPOCH: i64 = 946_684_800_000_000;

/// The SQL type of a timestamp column.
#[derive(Clone, Copy, Debug, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185), sqlite_type(name = "Long"))]
pub struct SqlTimestamp;

/// The value of a timestamp column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = SqlTimestamp)]
pub struct Timestamp(pub DateTime<Utc>);

/// The text of a `date-time` (RFC 3339, section 5.6), which the types of a document have. The database stores the timestamp and returns it
/// in UTC and to the microsecond.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = SqlTimestamp)]
pub struct TimestampText(pub String);

impl Value<'_> {
    /// The timestamp of a text; NULL if it is none.
    #[must_use]
    pub fn timestamp(text: &str) -> Self {
        parse(text).map_or(Self::Null, |timestamp| Self::Timestamp(timestamp.0))
    }
}

/// The text of a timestamp as a timestamp column returns it: in UTC, and to the microsecond.
#[must_use]
pub fn truncate_to_micros(text: String) -> String {
    let stored = parse(&text).and_then(|timestamp| DateTime::from_timestamp_micros(timestamp.0.timestamp_micros()));
    stored.map_or(text, |timestamp| write(Timestamp(timestamp)))
}

/// Whether a column can hold the timestamp of a text.
pub(crate) fn is_storable_timestamp(text: &str) -> bool {
    parse(text).is_some_and(|timestamp| YEARS.contains(&timestamp.0.year()))
}

/// The microseconds since 1970 of a text that both databases can convert to a timestamp, without those after a microsecond.
pub(crate) fn timestamp_micros(text: &str) -> Option<i64> {
    let timestamp = parse(text).filter(|_| !text.starts_with("0000"))?.0;
    let is_leap_second = timestamp.timestamp_subsec_nanos() >= 1_000_000_000;
    let is_storable = !is_leap_second && (1..=9999).contains(&timestamp.year());
    is_storable.then(|| timestamp.timestamp_micros())
}

/// The text of microseconds since 1970.
pub(crate) fn timestamp_text(micros: i64) -> Option<String> {
    from_micros(micros).ok().map(write)
}

fn parse(text: &str) -> Option<Timestamp> {
    DateTime::parse_from_rfc3339(text).ok().map(|timestamp| Timestamp(timestamp.with_timezone(&Utc)))
}

fn write(timestamp: Timestamp) -> String {
    timestamp.0.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn from_micros(micros: i64) -> deserialize::Result<Timestamp> {
    let timestamp = DateTime::from_timestamp_micros(micros);
    timestamp.map(Timestamp).ok_or_else(|| format!("{micros} microseconds since 1970 are out of range").into())
}

impl ToSql<SqlTimestamp, Pg> for DateTime<Utc> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&(self.timestamp_micros() - TO_POSTGRES_EPOCH).to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl ToSql<SqlTimestamp, Sqlite> for DateTime<Utc> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.timestamp_micros());
        Ok(IsNull::No)
    }
}

impl ToSql<SqlTimestamp, Pg> for Timestamp {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<SqlTimestamp, Pg>::to_sql(&self.0, out)
    }
}

impl FromSql<SqlTimestamp, Pg> for Timestamp {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let since = i64::from_be_bytes(value.as_bytes().try_into()?);
        from_micros(since.checked_add(TO_POSTGRES_EPOCH).ok_or("infinity is not a timestamp")?)
    }
}

impl ToSql<SqlTimestamp, Sqlite> for Timestamp {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        ToSql::<SqlTimestamp, Sqlite>::to_sql(&self.0, out)
    }
}

impl FromSql<SqlTimestamp, Sqlite> for Timestamp {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        from_micros(<i64 as FromSql<BigInt, Sqlite>>::from_sql(value)?)
    }
}

impl ToSql<SqlTimestamp, Pg> for TimestampText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let timestamp = parse(&self.0).ok_or("the text is not a date-time")?;
        ToSql::<SqlTimestamp, Pg>::to_sql(&timestamp, &mut out.reborrow())
    }
}

impl FromSql<SqlTimestamp, Pg> for TimestampText {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(write(<Timestamp as FromSql<SqlTimestamp, Pg>>::from_sql(value)?)))
    }
}

impl ToSql<SqlTimestamp, Sqlite> for TimestampText {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(parse(&self.0).ok_or("the text is not a date-time")?.0.timestamp_micros());
        Ok(serialize::IsNull::No)
    }
}

impl FromSql<SqlTimestamp, Sqlite> for TimestampText {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(write(<Timestamp as FromSql<SqlTimestamp, Sqlite>>::from_sql(value)?)))
    }
}

impl ColumnType for TimestampType {
    fn name(&self) -> &'static str {
        "timestamp"
    }

    fn sql_type(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Postgres => "timestamp with time zone",
            Dialect::Sqlite => "INTEGER",
        }
    }

    fn literal(&self, json: &Json, dialect: Dialect) -> Option<String> {
        let Timestamp(timestamp) = parse(json.as_str()?)?;
        Some(match dialect {
            Dialect::Postgres => quote(&timestamp.to_rfc3339()),
            Dialect::Sqlite => timestamp.timestamp_micros().to_string(),
        })
    }

    /// PostgreSQL writes them in its own time zone.
    fn has_stable_literals(&self) -> bool {
        false
    }

    fn read_parameter(&self, text: &str) -> Option<Value<'static>> {
        parse(text).map(|timestamp| Value::Timestamp(timestamp.0))
    }

    fn convert_from(&self, from: &dyn ColumnType, column: &str, dialect: Dialect) -> Option<Conversion> {
        match (from.name(), dialect) {
            ("text", _) => to_timestamp(column, dialect),
            ("date", Dialect::Postgres) => Conversion::exact(format!("({column}::timestamp AT TIME ZONE 'UTC')")),
            ("date", Dialect::Sqlite) => Conversion::exact(format!("dropspec_timestamp({column} || 'T00:00:00Z')")),
            _ => None,
        }
    }

    fn accepts(&self, value: &Value<'_>) -> bool {
        matches!(value, Value::Timestamp(timestamp) if YEARS.contains(&timestamp.year()))
    }

    fn bind_postgres<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        match value {
            Value::Timestamp(value) => out.push_bind_param::<SqlTimestamp, DateTime<Utc>>(value),
            other => value::bind(other, out),
        }
    }

    fn bind_sqlite<'b>(&self, value: &'b Value<'static>, out: &mut AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        match value {
            Value::Timestamp(value) => out.push_bind_param::<SqlTimestamp, DateTime<Utc>>(value),
            other => value::bind(other, out),
        }
    }

    fn encode_copy(&self, value: &Value<'_>, out: &mut Vec<u8>) -> QueryResult<()> {
        let Value::Timestamp(timestamp) = value else { return Err(mismatch()) };
        out.extend_from_slice(&(timestamp.timestamp_micros() - TO_POSTGRES_EPOCH).to_be_bytes());
        Ok(())
    }

    fn decode_copy<'b>(&self, bytes: &'b [u8]) -> Result<Value<'b>, Malformed> {
        let micros = i64::from_be_bytes(exactly(bytes)?).checked_add(TO_POSTGRES_EPOCH).ok_or(Malformed)?;
        DateTime::from_timestamp_micros(micros).map(Value::Timestamp).ok_or(Malformed)
    }

    fn decode_sqlite(&self, value: SqliteStored) -> Result<Value<'static>, Malformed> {
        match value {
            SqliteStored::Integer(micros) => {
                DateTime::from_timestamp_micros(micros).map(Value::Timestamp).ok_or(Malformed)
            }
            _ => Err(Malformed),
        }
    }

    fn candidates(&self, _: &[f64], _: &[String]) -> Vec<Json> {
        vec![json!("1970-01-01T00:00:00Z")]
    }

    fn is_time(&self) -> bool {
        true
    }

    /// A browser knows milliseconds at the most, and would lose the rest.
    fn form_input(&self, _: &[Check], text: &str) -> FormInput {
        if is_local(text) {
            FormInput::new("datetime-local", vec![("step", "0.001".to_owned())])
        } else {
            FormInput::text()
        }
    }

    fn form_text(&self, value: &Value<'_>) -> String {
        let Value::Timestamp(timestamp) = value else { return value.to_string() };
        let text = timestamp.format("%Y-%m-%dT%H:%M:%S%.f").to_string();
        if is_local(&text) { text } else { format!("{text}Z") }
    }

    fn form_hint(&self) -> Option<&'static str> {
        Some("In UTC.")
    }

    fn display(&self, value: &Value<'_>) -> String {
        let Value::Timestamp(timestamp) = value else { return value.to_string() };
        format!("{} UTC", timestamp.format("%Y-%m-%d %H:%M:%S%.f"))
    }
}

/// Whether `<input type="datetime-local">` can hold it.
fn is_local(text: &str) -> bool {
    text.split_once('.').is_none_or(|(_, fraction)| fraction.len() <= 3) && !text.ends_with(['Z', 'z'])
}
